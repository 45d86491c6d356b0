//! The drawing code, run without a window.

use crate::interface;
use crate::trouble::Trouble;
use rquickjs::{CatchResultExt, Context, Function, Runtime};
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

const NAME: &str = "picture.js";

/// Scripts may nest calls this deep, in bytes. Their thread has twice as much.
const STACK: usize = 16 << 20;

/// What the script answers.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Answer {
    Drawn { svg: String },
    Fault { fault: String, hint: String },
}

/// Asks the drawing code for a picture and returns it as SVG.
pub fn draw(ui: Option<PathBuf>, question: &Value) -> Result<String, Trouble> {
    let path = interface::folder(ui, NAME).join(NAME);
    let script = fs::read_to_string(&path).map_err(|error| {
        Trouble::new(
            format!("The drawing code is not built yet: {} ({error})", path.display()),
            "With Node 20 or newer: cd ui && npm ci && npm run build. Where it lies elsewhere, say so with --ui",
        )
    })?;
    let question = question.to_string();
    let wrong =
        |what: String| Trouble::new(format!("The drawing code failed: {what}"), "This is a mistake of Cleave's");
    let text = run(script, question).map_err(wrong)?;
    match serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))? {
        Answer::Drawn { svg } => Ok(svg),
        Answer::Fault { fault, hint } => Err(Trouble::new(fault, hint)),
    }
}

/// Runs the script, then its one function, on a thread with room for it: the main one of some systems has little stack.
fn run(script: String, question: String) -> Result<String, String> {
    let thread = std::thread::Builder::new().stack_size(2 * STACK).spawn(move || evaluate(&script, question));
    let answer = thread.map_err(|error| error.to_string())?.join();
    answer.unwrap_or_else(|_| Err("its thread ended".into()))
}

fn evaluate(script: &str, question: String) -> Result<String, String> {
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    runtime.set_max_stack_size(STACK);
    let context = Context::full(&runtime).map_err(|error| error.to_string())?;
    context.with(|ctx| {
        if std::io::stderr().is_terminal() {
            let tell = Function::new(ctx.clone(), tell).map_err(|error| error.to_string())?;
            ctx.globals().set("cleaveTell", tell).catch(&ctx).map_err(|error| error.to_string())?;
        }
        ctx.eval::<(), _>(script).catch(&ctx).map_err(|error| error.to_string())?;
        let draw: Function = ctx.globals().get("cleavePicture").catch(&ctx).map_err(|error| error.to_string())?;
        draw.call((question,)).catch(&ctx).map_err(|error| error.to_string())
    })
}

/// A line that says how far it is and is written over by the next; the last one is taken away.
fn tell(done: u32, of: u32) {
    let line = if done < of { format!("\rRouting connections: {done} of {of}") } else { format!("\r{:40}\r", "") };
    // Whoever closed the terminal does not want to know.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_asked_and_answers() {
        let script = "globalThis.cleavePicture = (asked) => asked + '!'";
        assert_eq!(run(script.into(), "\u{1f600}<".into()), Ok("\u{1f600}<!".into()));
    }

    #[test]
    fn a_script_that_fails_says_why() {
        assert!(run("nonsense(".into(), String::new()).is_err());
        let script = "globalThis.cleavePicture = () => { throw new Error('no such thing') }";
        assert!(run(script.into(), String::new()).is_err_and(|what| what.contains("no such thing")));
        let deep = "globalThis.cleavePicture = (a) => { const f = () => 1 + f(); return f() }";
        assert!(run(deep.into(), String::new()).is_err());
    }

    #[test]
    fn without_the_drawing_code_it_says_how_to_build_it() {
        let nowhere = tempfile::tempdir().expect("a folder");
        let told = draw(Some(nowhere.path().to_owned()), &Value::Null).expect_err("nothing there").to_string();
        assert!(told.contains("npm run build"), "{told}");
    }
}
