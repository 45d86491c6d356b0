// Everything that is said to and by the engine, by one name. The types themselves are written from Rust into wire/.

export type * from "./wire/all";
