//! The gestures and keys used most, performed in the real window: what a browser does with a pointer, a wheel and a
//! keyboard differs from what the system's web view does. Every row is taken back before the next.

use super::driver::{Button, Driver, Mouse, point};
use super::page::{ALT, CONTROL, DOWN, ENTER, ESCAPE, F2, F8, RIGHT, SHIFT, SPACE, TAB, key};
use serde_json::{Value, json};

/// A design with room between its elements.
pub const DESIGN: &str = "cleave 1
design hand

domain sales hue=slate-blue {
    service orders {
        api orders {
            command place path=\"/orders\" {
                calls stock.reserve
                writes orders
                publishes Placed
            }
            query find path=\"/orders/{id}\" {
                reads orders
            }
        }
        event Placed {
            id uuid
        }
        store orders
    }
}

service stock {
    api stock {
        command reserve path=\"/reserve\"
        query level path=\"/level\"
    }
}

service post {
    api post {
        command ship path=\"/ship\"
    }
}

place domain:sales x=0 y=0 width=330 height=420
place service:orders x=40 y=60
place service:stock x=420 y=60
place service:post x=420 y=330
";

const ORDERS: &str = "service:orders";
const STOCK: &str = "service:stock";
const POST: &str = "service:post";
const FIND: &str = "operation:orders.find";

type Row = (&'static str, fn(&Driver));

/// Pointer first, then keyboard; each name is a row of the user guide's tables.
const ROWS: [Row; 30] = [
    ("the wheel pans", |app| {
        let before = app.camera();
        app.wheel(app.empty(), (0.0, 60.0));
        app.becomes("the sheet to move up", || app.camera().1 > before.1 && app.camera().2 == before.2);
    }),
    // Not Ctrl and the wheel: the driver of WebKitGTK turns the wheel without the keys that are held.
    ("+ and - zoom", |app| {
        let before = app.camera();
        app.keys("+");
        app.becomes("the sheet to come nearer", || app.camera().2 > before.2);
        app.keys("-");
        app.becomes("the sheet to go back", || (app.camera().2 - before.2).abs() < 0.01);
    }),
    ("Space and a drag pan", |app| {
        let (at, before) = (app.grip(ORDERS), app.camera());
        app.holding(key(SPACE), || app.drag(&[at, (at.0 + 70.0, at.1 + 30.0)]));
        app.becomes("the sheet to follow", || app.camera().0 < before.0);
        assert_eq!(app.selection(), [""; 0]);
    }),
    ("a click selects, Shift adds", |app| {
        app.drag(&[app.grip(STOCK)]);
        app.becomes("stock to be selected", || app.selection() == [STOCK]);
        app.holding(key(SHIFT), || app.drag(&[app.grip(POST)]));
        app.becomes("post as well", || app.selection() == [STOCK, POST]);
    }),
    ("a drag from empty canvas selects what it encloses", |app| {
        let [x, y, w, h] = app.rect(POST);
        app.drag(&[(x - 20.0, y - 20.0), (x + w + 20.0, y + h + 20.0)]);
        app.becomes("post to be selected", || app.selection() == [POST]);
    }),
    ("a double click on a name renames in place", |app| {
        let [x, y, ..] = app.rect(POST);
        app.double_click((x + 60.0 * app.camera().2, y + 20.0 * app.camera().2));
        app.renames("courier");
        app.find("service", "courier");
    }),
    ("a double click on empty canvas asks what to create", |app| {
        app.double_click(app.empty());
        app.edits("a new service", || app.chooses("Service"));
        app.renames("fraud");
        app.find("service", "fraud");
    }),
    ("a drag from a port to an operation connects", |app| {
        let from = app.port("operation", "find", "right");
        let to = app.centre("operation:stock.level");
        app.edits("the call", || app.drag(&[from, ((from.0 + to.0) / 2.0, to.1), to]));
        assert_eq!(app.calls_of(FIND), ["operation:stock.level"]);
    }),
    ("a connection dropped in the open asks what to create", |app| {
        let (from, to) = (app.port("operation", "find", "right"), app.empty());
        app.drag(&[from, ((from.0 + to.0) / 2.0, to.1), to]);
        app.edits("a service with an operation that is called", || app.chooses("Service"));
        app.escapes();
        assert_eq!(app.calls_of(FIND).len(), 1);
    }),
    ("a drag moves", |app| {
        let (before, at) = (app.place(STOCK), app.grip(STOCK));
        app.edits("the move", || app.drag(&[at, (at.0 + 20.0, at.1 + 25.0), (at.0 + 40.0, at.1 + 50.0)]));
        assert!(app.place(STOCK).0 > before.0 && app.place(STOCK).1 > before.1);
    }),
    ("Alt and a drag duplicate", |app| {
        let (at, to) = (app.grip(POST), app.empty());
        app.edits("the copy", || app.holding(key(ALT), || app.drag(&[at, (at.0 + 20.0, at.1 + 20.0), to])));
        assert_eq!(app.count("service"), 4);
    }),
    ("a drag into a domain joins it", |app| {
        let (at, [x, y, w, h]) = (app.grip(POST), app.rect("domain:sales"));
        let to = (x + w / 2.0, y + h - 80.0);
        app.edits("the move", || {
            app.mouse(&[
                Mouse::To(at),
                Mouse::Down(Button::Left),
                Mouse::To(to),
                Mouse::Rest(400),
                Mouse::Up(Button::Left),
            ]);
        });
        assert_eq!(app.record(POST)["head"]["home"], "domain:sales");
    }),
    ("a drag of an operation moves it to another service", |app| {
        let (from, to) = (app.centre(FIND), app.grip(STOCK));
        app.holding(key(CONTROL), || app.drag(&[from]));
        app.becomes("the operation to be selected", || app.selection() == [FIND]);
        app.edits("the move", || app.drag(&[from, ((from.0 + to.0) / 2.0, from.1), to]));
        let id = app.find("operation", "find");
        assert!(app.record(&id)["head"]["home"].as_str().unwrap().contains("stock"), "{}", app.record(&id));
    }),
    ("a drag from the palette places", |app| {
        let to = app.empty();
        app.edits("a new service", || app.drag(&[app.button("palette-service"), (to.0 - 30.0, to.1), to]));
        app.renames("ledger");
        app.find("service", "ledger");
    }),
    ("Ctrl K opens the palette", |app| {
        app.chord(CONTROL, 'k');
        app.focuses("palette-input");
        app.keys("fit all");
        app.keys(ENTER);
        app.becomes("the palette to close", || !app.shows("palette-input"));
    }),
    ("Ctrl P finds an element", |app| {
        app.selects("post");
        assert_eq!(app.selection(), [POST]);
    }),
    ("Ctrl F finds in the outline", |app| {
        app.chord(CONTROL, 'f');
        app.focuses("outline-search");
    }),
    ("Ctrl B and Ctrl J hide and show rail and problems", |app| {
        for (key, part) in [('b', "outline"), ('j', "problem-filter")] {
            let before = app.shows(part);
            for wanted in [!before, before] {
                app.chord(CONTROL, key);
                app.becomes(part, || app.shows(part) == wanted);
                app.canvas();
            }
        }
    }),
    ("F8 goes to the next problem", |app| {
        app.keys(F8);
        app.sees("focus-bar");
    }),
    ("S, then Enter, place a service", |app| {
        app.keys("s");
        app.edits("a new service", || app.keys(ENTER));
        app.renames("billing");
        app.find("service", "billing");
    }),
    ("A makes an operation of the selected service", |app| {
        app.selects("post");
        app.edits("a new operation", || app.keys("a"));
        app.renames("track");
        app.find("operation", "track");
    }),
    ("C, a name and Enter connect", |app| {
        app.selects("orders.find");
        app.keys("c");
        app.sees("connect-field");
        app.keys("post.ship");
        app.edits("the call", || app.keys(ENTER));
        assert_eq!(app.calls_of(FIND), ["operation:post.ship"]);
    }),
    ("Tab goes to the next element, Enter into it", |app| {
        app.keys(TAB);
        app.becomes("something to be selected", || app.selection().len() == 1);
        app.selects("orders");
        app.keys(ENTER);
        app.becomes("a row to be selected", || app.selection()[0].contains("orders."));
        let row = app.selection();
        app.keys(DOWN);
        app.becomes("the next row", || app.selection() != row);
    }),
    ("F2 renames", |app| {
        app.selects("stock");
        app.keys(F2);
        app.renames("shelf");
        app.find("service", "shelf");
    }),
    ("arrows move", |app| {
        app.selects("stock");
        let before = app.place(STOCK);
        app.edits("the move", || app.keys(RIGHT));
        assert_eq!(app.place(STOCK), (before.0 + 1.0, before.1));
    }),
    ("Ctrl A selects all", |app| {
        app.chord(CONTROL, 'a');
        app.becomes("everything to be selected", || app.selection().len() > 2);
    }),
    // Not Ctrl C and Ctrl V: keys of the driver do not reach the system's own commands.
    ("Ctrl D duplicates", |app| {
        app.selects("post");
        app.edits("the duplicate", || app.chord(CONTROL, 'd'));
        assert_eq!(app.count("service"), 4);
    }),
    ("Del deletes, Ctrl Z and Ctrl Shift Z take back and do again", |app| {
        app.selects("post");
        app.edits("the deletion", || app.keys("\u{e017}"));
        assert_eq!(app.count("service"), 2);
        app.edits("undo", || app.chord(CONTROL, 'z'));
        assert_eq!(app.count("service"), 3);
        app.edits("redo", || app.chord(&format!("{CONTROL}{SHIFT}"), 'z'));
        assert_eq!(app.count("service"), 2);
    }),
    ("Ctrl G puts the selection in a domain", |app| {
        app.selects("post");
        app.edits("a new domain", || app.chord(CONTROL, 'g'));
        app.escapes();
        assert_eq!(app.count("domain"), 2);
    }),
    // The last one: the driver of WebKitGTK never lets go of the right button, so the pointer is of no use after it.
    ("a right click opens the menu of what is there", |app| {
        app.mouse(&[Mouse::To(app.grip(STOCK)), Mouse::Down(Button::Right), Mouse::Up(Button::Right)]);
        app.sees("menu");
        app.keys(ENTER);
        app.renames("warehouse");
        app.find("service", "warehouse");
    }),
];

/// Performs every row.
pub fn perform(app: &Driver) {
    for (name, row) in ROWS {
        println!("{name}");
        app.chord(SHIFT, '1');
        row(app);
        app.takes_back();
    }
}

/// What the rows read and do.
impl Driver<'_> {
    fn hook(&self, call: &str, arguments: &[Value]) -> Value {
        self.run(&format!("return window.cleaveTest.{call}"), arguments)
    }

    /// The sheet's point at the window's corner, and the zoom.
    fn camera(&self) -> (f64, f64, f64) {
        let camera = self.hook("camera()", &[]);
        let number = |name: &str| camera[name].as_f64().unwrap();
        (number("x"), number("y"), number("zoom"))
    }

    fn selection(&self) -> Vec<String> {
        serde_json::from_value(self.hook("selection()", &[])).unwrap()
    }

    /// Where an element is on the sheet.
    fn place(&self, id: &str) -> (f64, f64) {
        point(&self.hook("place(arguments[0])", &[json!(id)]))
    }

    fn record(&self, id: &str) -> Value {
        self.hook("record(arguments[0])", &[json!(id)])["value"].take()
    }

    fn count(&self, kind: &str) -> usize {
        self.hook("all(arguments[0]).length", &[json!(kind)]).as_u64().unwrap().try_into().unwrap()
    }

    /// What an operation calls, beside what the design says from the start.
    fn calls_of(&self, id: &str) -> Vec<String> {
        let all = self.hook("all('connection')", &[]);
        let calls = all.as_array().unwrap().iter().map(|entry| &entry["value"]);
        let calls = calls.filter(|call| call["kind"] == "call" && call["from"] == id);
        calls.map(|call| call["to"].as_str().unwrap().to_owned()).collect()
    }

    /// The rectangle of an element in the window; waits until it is drawn.
    fn rect(&self, id: &str) -> [f64; 4] {
        let script = "const r = window.cleaveTest.locate(arguments[0]); return r && [r.x, r.y, r.w, r.h]";
        serde_json::from_value(self.until(&format!("{id} on the canvas"), script, &[json!(id)])).unwrap()
    }

    fn centre(&self, id: &str) -> (f64, f64) {
        let [x, y, w, h] = self.rect(id);
        (x + w / 2.0, y + h / 2.0)
    }

    /// On the header of a card, beside its name.
    fn grip(&self, id: &str) -> (f64, f64) {
        let ([x, y, ..], (.., zoom)) = (self.rect(id), self.camera());
        (x + 22.0 * zoom, y + 20.0 * zoom)
    }

    /// A spot of the canvas with nothing on it or near it: below `orders`, outside its domain.
    fn empty(&self) -> (f64, f64) {
        let [x, y, _, h] = self.rect(POST);
        (x - 40.0 * self.camera().2, y + h + 40.0 * self.camera().2)
    }

    fn becomes(&self, what: &str, holds: impl Fn() -> bool) {
        super::until(what, holds);
    }

    /// Clicks the entry of the open menu that begins with these words.
    fn chooses(&self, words: &str) {
        let script = "const all = document.querySelectorAll('[data-testid=menu] [role=menuitem], [data-testid=menu] [role=option]');
                      const r = [...all].find(e => e.textContent.trim().startsWith(arguments[0]))?.getBoundingClientRect();
                      return r && r.x > 0 ? [r.x + r.width / 2, r.y + r.height / 2] : null";
        self.drag(&[point(&self.until(&format!("{words} in the menu"), script, &[json!(words)]))]);
    }

    fn double_click(&self, at: (f64, f64)) {
        let click = [Mouse::Down(Button::Left), Mouse::Up(Button::Left)];
        self.mouse(&[&[Mouse::To(at)], &click[..], &click[..]].concat());
    }

    /// Writes the name of what has just been made or is to be renamed.
    fn renames(&self, name: &str) {
        self.focuses("rename");
        self.edits("the name", || self.writes(name));
    }

    /// Selects by the palette, with the keyboard back on the canvas.
    fn selects(&self, path: &str) {
        self.chord(CONTROL, 'p');
        self.focuses("palette-input");
        self.keys(path);
        self.keys(ENTER);
        self.becomes("the palette to close", || !self.shows("palette-input"));
        self.becomes(path, || !self.selection().is_empty());
        self.canvas();
    }

    fn canvas(&self) {
        self.run("document.querySelector('[data-testid=canvas]').focus()", &[]);
    }

    /// Everything is undone, and nothing is selected or asked.
    fn takes_back(&self) {
        let escape = || (0..3).for_each(|_| self.keys(ESCAPE));
        escape();
        self.canvas();
        let rest = "return document.querySelector('[data-testid=undo]').getAttribute('aria-disabled') === 'true'";
        while self.run(rest, &[]) == json!(false) {
            self.edits("undo", || self.chord(CONTROL, 'z'));
        }
        escape();
        self.becomes("nothing to be selected", || self.selection().is_empty());
    }
}
