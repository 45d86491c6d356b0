//! Prepares what Tauri needs at compile time: capabilities, icons and, on Windows, the manifest.

fn main() {
    tauri_build::build();
}
