//! A disk that has no room, or files that may not grow: everything stays as it was, and the message says so.

#![cfg(unix)]

use crate::{CLEAVE, Place, SHOP, err, out};
use std::process::Output;

/// Runs in a shell whose files may not grow beyond this many blocks of 512 bytes.
fn limited(place: &Place, blocks: u32, arguments: &str) -> Output {
    place
        .command("sh")
        .args(["-c", &format!("ulimit -f {blocks}; exec {CLEAVE} {arguments}")])
        .output()
        .expect("starts")
}

fn refused(place: &Place, blocks: u32, arguments: &str) {
    let before = place.all();
    let output = limited(place, blocks, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments}: {:?} {}{}", output.status, out(&output), err(&output));
    assert!(err(&output).contains("error: "), "{arguments}: {}", err(&output));
    assert!(place.all() == before, "{arguments} wrote something: {:?}", place.all().keys());
}

#[test]
fn files_that_may_not_grow() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    refused(&place, 4, "generate shop.cleave.kdl --out out");
    refused(&place, 4, "convert shop.cleave.kdl shop.cleave");
    refused(&place, 4, "new other.cleave");
    refused(&place, 1, "report shop.cleave.kdl --out report.html");
    // Over something that was generated before: not a byte of it changes.
    place.fine(&["generate", "shop.cleave.kdl", "--out", "out"]);
    let more: String = (0..400).map(|n| format!("type T{n} {{\n a string\n b string\n}}\n")).collect();
    place.put("shop.cleave.kdl", SHOP.replace("service stock {", &format!("service stock {{\n{more}")));
    refused(&place, 16, "generate shop.cleave.kdl --out out");
    place.fine(&["generate", "shop.cleave.kdl", "--out", "out"]);
}

/// A disk of its own, in a namespace of its own, where the system lets us have one.
#[test]
fn a_full_disk() {
    let place = Place::new();
    place.put("shop.cleave.kdl", SHOP);
    let script = format!(
        "mkdir disk && mount -t tmpfs -o size=32k none disk || exit 77
         {CLEAVE} generate shop.cleave.kdl --out disk/out; echo \"code $?\"
         {CLEAVE} convert shop.cleave.kdl disk/shop.cleave; echo \"code $?\"
         echo \"left: $(ls -A disk)\""
    );
    let output = place.command("unshare").args(["--mount", "--map-root-user", "sh", "-c", &script]).output();
    let Ok(output) = output.map_err(|error| eprintln!("skipped: {error}")) else { return };
    if !out(&output).contains("code") {
        eprintln!("skipped, no disk of our own here: {}", err(&output));
        return;
    }
    assert_eq!(out(&output), "code 2\ncode 2\nleft: \n", "{}", err(&output));
    assert!(err(&output).contains("the disk is full"), "{}", err(&output));
}
