//! A real process that edits in a loop is killed at any moment: at most the edit in flight is lost.

use crate::Desk;
use cleave_file::Project;
use cleave_model::{History, Model};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

const PATH: &str = "CLEAVE_TEST_KILL";

/// The edits are the same every time, so that both sides know what each step must look like.
fn edit(desk: &mut Desk, turn: u32) {
    let what = [0, 5, 2, 3, 9, 6, 7, 4, 200, 8, 230, 10][turn as usize % 12];
    desk.act(what, turn.wrapping_mul(7_919));
}

/// Not a test of its own: the process that is killed.
#[test]
#[ignore = "run by the test below"]
fn edits_until_it_is_killed() {
    let Ok(path) = std::env::var(PATH) else { return };
    let (project, loaded) = Project::open(Path::new(&path)).expect("opens");
    let mut desk = Desk { project, model: loaded.model, history: History::default() };
    for turn in 0.. {
        edit(&mut desk, turn);
        println!("\nedited {}", desk.project.step());
        std::io::stdout().flush().expect("heard");
    }
}

#[test]
fn a_kill_between_any_two_edits_loses_at_most_the_one_in_flight() {
    let folder = tempfile::tempdir().expect("a folder");
    for round in 0..6u32 {
        let path = folder.path().join(format!("shop{round}.cleave"));
        drop(Project::create(&path, &Model::new("shop"), None).expect("created"));
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "killed::edits_until_it_is_killed", "--ignored", "--nocapture", "--test-threads=1"])
            .env(PATH, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let told = lines
            .map_while(Result::ok)
            .filter_map(|line| line.strip_prefix("edited ").and_then(|step| step.parse::<u32>().ok()));
        let told = told.take_while(|step| *step < 5 + round * 9).last().unwrap_or(0);
        // Some way into whatever it is doing now.
        std::thread::sleep(std::time::Duration::from_micros(u64::from(round) * 700));
        child.kill().expect("killed");
        child.wait().expect("gone");

        let (project, loaded) = Project::open(&path).expect("opens after the kill");
        assert!(loaded.step >= told, "step {told} was promised, the file knows {}", loaded.step);
        let twin = folder.path().join(format!("twin{round}.cleave"));
        let model = Model::new("shop");
        let project_twin = Project::create(&twin, &model, None).expect("created");
        let mut desk = Desk { project: project_twin, model, history: History::default() };
        let mut turn = 0;
        while desk.project.step() < loaded.step {
            edit(&mut desk, turn);
            turn += 1;
        }
        assert_eq!(desk.project.step(), loaded.step);
        assert_eq!(loaded.model, desk.model, "round {round}, step {}", loaded.step);
        drop(project);
    }
}
