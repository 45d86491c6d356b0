//! What is asked of the app when it starts.

use std::ffi::OsString;
use std::path::PathBuf;

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
pub enum Ask {
    /// Open the window, with a design where one is named.
    Open(Option<PathBuf>),
    /// Say the version.
    Version,
    /// Say how it is called.
    Help,
    /// None of these; the argument that is not understood.
    Unknown(OsString),
}

/// Reads the arguments after the program's name. A design is named by its path; `--` ends the options.
pub fn ask(arguments: impl Iterator<Item = OsString>) -> Ask {
    let mut design = None;
    let mut options = true;
    for argument in arguments {
        // Finder adds a process number to what it opens.
        let finder = argument.to_string_lossy().starts_with("-psn_");
        match argument.to_str() {
            Some("--") if options => options = false,
            Some("--version" | "-V") if options => return Ask::Version,
            Some("--help" | "-h") if options => return Ask::Help,
            _ if options && finder => {}
            _ if options && argument.to_string_lossy().starts_with('-') => return Ask::Unknown(argument),
            _ if design.is_some() => return Ask::Unknown(argument),
            _ => design = Some(PathBuf::from(argument)),
        }
    }
    Ask::Open(design)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(arguments: &[&str]) -> Ask {
        ask(arguments.iter().map(OsString::from))
    }

    #[test]
    fn a_path_is_the_design() {
        assert_eq!(asked(&[]), Ask::Open(None));
        assert_eq!(asked(&["shop.cleave"]), Ask::Open(Some("shop.cleave".into())));
        assert_eq!(asked(&["--", "--version"]), Ask::Open(Some("--version".into())));
        assert_eq!(asked(&["-psn_0_123", "shop.cleave"]), Ask::Open(Some("shop.cleave".into())));
    }

    #[test]
    fn options_are_few() {
        assert_eq!(asked(&["--version"]), Ask::Version);
        assert_eq!(asked(&["shop.cleave", "-h"]), Ask::Help);
        assert_eq!(asked(&["--open"]), Ask::Unknown("--open".into()));
        assert_eq!(asked(&["a.cleave", "b.cleave"]), Ask::Unknown("b.cleave".into()));
    }
}
