//! The page of the app in the words of the tests: elements of the design, and what a person does to them.

use super::driver::{Driver, point};
use serde_json::{Value, json};

/// Keys without a character, as the WebDriver standard names them.
pub const ENTER: &str = "\u{e007}";
pub const ESCAPE: &str = "\u{e00c}";
pub const CONTROL: &str = "\u{e009}";
pub const SHIFT: &str = "\u{e008}";
pub const ALT: &str = "\u{e00a}";
pub const TAB: &str = "\u{e004}";
pub const SPACE: &str = " ";
pub const RIGHT: &str = "\u{e014}";
pub const DOWN: &str = "\u{e015}";
pub const F2: &str = "\u{e032}";
pub const F8: &str = "\u{e038}";

/// The key behind one of these names.
pub fn key(name: &str) -> char {
    name.chars().next().unwrap()
}

/// The free place of the canvas that is farthest from everything drawn.
const FREE: &str = "
    const box = document.querySelector('[data-testid=canvas]').getBoundingClientRect();
    const ids = [...document.querySelectorAll('[data-testid^=outline-item-]')].map(e => e.dataset.testid.slice(13));
    for (const name of ['card_gateway', 'carrier']) ids.push(window.cleaveTest.find('external', name));
    const drawn = ids.filter(id => id).map(id => window.cleaveTest.locate(id)).filter(r => r);
    const away = (x, y) => Math.min(...drawn.map(r => Math.hypot(
        Math.max(r.x - x, 0, x - r.x - r.w), Math.max(r.y - y, 0, y - r.y - r.h))));
    let best = null;
    for (let x = box.x + 130; x < box.right - 130; x += 20) {
        for (let y = box.y + 80; y < box.bottom - 120; y += 20) {
            if (!best || away(x, y) > best.away) best = { x, y, away: away(x, y) };
        }
    }
    return best";

impl Driver<'_> {
    /// Waits until the design is drawn.
    pub fn opens(&self, service: &str) {
        self.sees("canvas");
        self.find("service", service);
        self.drawn("service", service);
    }

    /// The id of an element; waits until there is one.
    pub fn find(&self, kind: &str, name: &str) -> String {
        let script = "return window.cleaveTest.find(arguments[0], arguments[1])";
        let id = self.until(&format!("{kind} {name}"), script, &[json!(kind), json!(name)]);
        id.as_str().unwrap().to_owned()
    }

    /// Whether the design has such an element now.
    pub fn has(&self, kind: &str, name: &str) -> bool {
        !self.run("return window.cleaveTest.find(arguments[0], arguments[1])", &[json!(kind), json!(name)]).is_null()
    }

    /// The middle of an element on the canvas; waits until it is drawn.
    pub fn drawn(&self, kind: &str, name: &str) -> (f64, f64) {
        let id = self.find(kind, name);
        let script = "const r = window.cleaveTest.locate(arguments[0]);
                      return r && [r.x + r.w / 2, r.y + r.h / 2]";
        point(&self.until(&format!("{kind} {name} on the canvas"), script, &[json!(id)]))
    }

    /// A port of an element on the canvas.
    pub fn port(&self, kind: &str, name: &str, side: &str) -> (f64, f64) {
        let id = self.find(kind, name);
        let script = "return window.cleaveTest.port(arguments[0], arguments[1])";
        point(&self.until(&format!("a port of {name}"), script, &[json!(id), json!(side)]))
    }

    /// Where there is room on the canvas.
    pub fn free_place(&self) -> (f64, f64) {
        point(&self.run(FREE, &[]))
    }

    /// How many edits the page knows of.
    pub fn step(&self) -> u64 {
        self.run("return window.cleaveTest.step()", &[]).as_u64().unwrap()
    }

    /// Does something and waits until the page knows of the edit that it makes.
    pub fn edits(&self, what: &str, act: impl FnOnce()) {
        let before = self.step();
        act();
        self.until(what, "return window.cleaveTest.step() > arguments[0]", &[json!(before)]);
    }

    /// Writes into the field that has the focus, in place of what it holds, and commits.
    pub fn writes(&self, text: &str) {
        self.chord(CONTROL, 'a');
        self.keys(text);
        self.keys(ENTER);
    }

    /// Waits until this field has the focus.
    pub fn focuses(&self, id: &str) {
        let script = "return document.activeElement?.dataset?.testid === arguments[0]";
        self.until(&format!("the focus on {id}"), script, &[json!(id)]);
    }

    /// Gives up what is begun.
    pub fn escapes(&self) {
        self.keys(ESCAPE);
    }

    /// Clicks the first button whose words are these.
    pub fn click_words(&self, words: &str) {
        let script = "const all = [...document.querySelectorAll('button, [role=menuitem], [role=option]')];
                      const hit = all.find(e => e.textContent.trim().startsWith(arguments[0]));
                      const r = hit?.getBoundingClientRect();
                      return r ? [r.x + r.width / 2, r.y + r.height / 2] : null";
        let at: Value = self.until(&format!("a button {words}"), script, &[json!(words)]);
        self.drag(&[point(&at)]);
    }
}
