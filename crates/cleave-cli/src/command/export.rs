//! `cleave export DESIGN --out FILE.svg|png|pdf`: the drawing as a picture.
//!
//! The drawing code is TypeScript; here the same code runs as one script (`ui/src/picture.ts`) in a small engine.

pub(super) mod script;

use super::say;
use crate::trouble::Trouble;
use clap::{Args, ValueEnum};
use cleave_picture::{Kind, PictureError};
use cleave_session::{DesignFile, disk, outcome};
use serde_json::json;
use std::path::PathBuf;

/// In which colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// What is asked for.
#[derive(Debug, Args)]
pub struct Export {
    /// The design
    design: PathBuf,
    /// The picture to write, as SVG, PNG or PDF by its ending; one that is there is replaced
    #[arg(long, value_name = "FILE.svg|png|pdf")]
    out: PathBuf,
    /// A view of the design, with its filter, its places and its lens
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    /// Only these elements and what lies in them, by name
    #[arg(long, value_name = "NAME")]
    select: Vec<String>,
    /// In which colours
    #[arg(long, value_enum, default_value_t = Theme::Light)]
    theme: Theme,
    /// Write names on connections
    #[arg(long)]
    names: bool,
    /// Pixels for each px of the drawing, PNG only
    #[arg(long, default_value_t = 2.0)]
    scale: f32,
    /// The built interface, where it does not lie in its usual place
    #[arg(long, value_name = "DIR", env = "CLEAVE_UI")]
    ui: Option<PathBuf>,
}

pub fn run(asked: Export) -> Result<u8, Trouble> {
    let kind = Kind::of(&asked.out).ok_or_else(|| {
        Trouble::new(format!("{} is no picture", asked.out.display()), "Let its name end in .svg, .png or .pdf")
    })?;
    let file = DesignFile::read(&asked.design)?;
    let judged = outcome::judge(&file.model)?;
    let theme = if asked.theme == Theme::Dark { "dark" } else { "light" };
    let records: Vec<_> = file.model.records().collect();
    let question = json!({
        "records": records,
        "analysis": judged.analysis,
        "theme": theme,
        "names": asked.names,
        "view": asked.view,
        "select": asked.select,
    });
    let svg = script::draw(asked.ui, &question)?;
    let title = file.model.design_name();
    let bytes = outcome::guarded("Drawing the picture", || match kind {
        Kind::Svg => Ok(svg.into_bytes()),
        Kind::Png => cleave_picture::png(&svg, asked.scale),
        Kind::Pdf => cleave_picture::pdf(&svg, title),
    })?;
    disk::replace(&asked.out, &bytes.map_err(trouble)?)?;
    say(&format!("{}\n", asked.out.display()));
    Ok(0)
}

fn trouble(error: PictureError) -> Trouble {
    Trouble::new(error.to_string(), error.hint().unwrap_or_else(|| "This is a mistake of Cleave's".into()))
}
