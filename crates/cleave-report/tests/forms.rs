//! The forms of the report as other programs read them.

#[path = "forms/hostile.rs"]
mod hostile;
#[path = "forms/sarif.rs"]
mod sarif;
