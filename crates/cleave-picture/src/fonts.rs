//! The fonts of pictures: those of the interface, as TTF. `fonts/make.py` makes them.

use resvg::usvg::fontdb::{Database, Source};
use std::sync::{Arc, OnceLock};

/// The first of a family is the one that is chosen; the others give it the letters of other scripts.
const FILES: &[&[u8]] = &[
    include_bytes!("../fonts/inter-latin.ttf"),
    include_bytes!("../fonts/inter-latin-ext.ttf"),
    include_bytes!("../fonts/inter-greek.ttf"),
    include_bytes!("../fonts/inter-greek-ext.ttf"),
    include_bytes!("../fonts/inter-cyrillic.ttf"),
    include_bytes!("../fonts/inter-cyrillic-ext.ttf"),
    include_bytes!("../fonts/inter-vietnamese.ttf"),
    include_bytes!("../fonts/jetbrains-mono-latin.ttf"),
    include_bytes!("../fonts/jetbrains-mono-latin-ext.ttf"),
    include_bytes!("../fonts/jetbrains-mono-greek.ttf"),
    include_bytes!("../fonts/jetbrains-mono-cyrillic.ttf"),
    include_bytes!("../fonts/jetbrains-mono-cyrillic-ext.ttf"),
    include_bytes!("../fonts/jetbrains-mono-vietnamese.ttf"),
];

/// All of them, read once.
pub fn all() -> Arc<Database> {
    static ALL: OnceLock<Arc<Database>> = OnceLock::new();
    let read = || {
        let mut fonts = Database::new();
        for file in FILES {
            fonts.load_font_source(Source::Binary(Arc::new(*file)));
        }
        for set in [Database::set_sans_serif_family, Database::set_serif_family] {
            set(&mut fonts, "Inter");
        }
        fonts.set_monospace_family("JetBrains Mono");
        Arc::new(fonts)
    };
    ALL.get_or_init(read).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_font_of_the_two_families() {
        let fonts = all();
        let names: Vec<_> = fonts.faces().map(|face| face.families[0].0.as_str()).collect();
        assert_eq!(names.len(), FILES.len());
        assert!(names.iter().all(|name| ["Inter", "JetBrains Mono"].contains(name)), "{names:?}");
    }
}
