//! Your own black-box tests: they know an address and nothing else, so every topology must pass them alike.

use e2e::{Client, Database, System, Workspace};

/// Starts the topology named by `E2E_TOPOLOGY`, or the default one, in a folder of its own.
fn start() -> Result<System, String> {
    let workspace = Workspace::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))?;
    let name = std::env::var("E2E_TOPOLOGY").unwrap_or_else(|_| workspace.default_topology());
    let folder = std::env::temp_dir().join(format!("behaviour-{}-{name}", std::process::id()));
    System::start(&workspace.build(&name)?, &folder, &Database::Sqlite)
}

#[test]
fn it_describes_itself() -> Result<(), String> {
    let system = start()?;
    let mut client = Client::of(system.base());
    let answer = client.ask("GET", "/openapi.json", &[], "")?;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.text("/openapi"), "3.1.0");
    Ok(())
}
