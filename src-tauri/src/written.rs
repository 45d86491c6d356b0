//! Pictures and reports, handed to the program that the system has for them.

use cleave_session::written::openable;
use cleave_wire::{Fault, FaultCode};
use std::path::PathBuf;

/// Opens a picture or report that was written, or the folder it lies in.
#[tauri::command]
pub async fn open_written(path: PathBuf, folder: bool) -> Result<(), Fault> {
    let fault = |message, hint| Fault { code: FaultCode::NotFound, message, hint };
    let file = openable(&path).map_err(|error| fault(error.to_string(), None))?;
    let target = file.parent().filter(|_| folder).unwrap_or(&file);
    opener::open(target).map_err(|error| {
        let hint = Some("The file is there: open it by hand".into());
        fault(format!("No program could be started for {}: {error}", target.display()), hint)
    })
}
