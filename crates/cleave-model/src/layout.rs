//! Where things stand on the canvas and how the design is looked at; saved, never judged.

use crate::{Head, Id, vocabulary::words};
use serde::{Deserialize, Serialize};

/// A place on the canvas in px at 100 %. Coordinates beyond [`Point::LIMIT`] are refused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Point {
    /// To the right.
    pub x: i32,
    /// Downwards.
    pub y: i32,
}

impl Point {
    /// The farthest from the origin anything may stand, in px.
    pub const LIMIT: i32 = 10_000_000;
}

/// An extent in px at 100 %; both at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Size {
    /// Across.
    pub width: i32,
    /// Down.
    pub height: i32,
}

/// Where a drawn record stands in the design's own drawing, or in one view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Placement {
    /// `placement:<element>` or `placement:<view>/<element>`.
    pub id: Id,
    /// What is placed.
    pub element: Id,
    /// The view it holds for; none is the design's own drawing.
    pub view: Option<Id>,
    /// Top left corner; none while only other fields are said.
    pub at: Option<Point>,
    /// Extent, where a hand gave one.
    pub size: Option<Size>,
    /// Drawn as its header only.
    pub collapsed: bool,
    /// Does not move.
    pub locked: bool,
    /// Higher is in front.
    pub order: i32,
    /// Bend points of a connection set by hand.
    pub points: Vec<Point>,
}

impl Placement {
    /// The id of the placement of `element` in `view`.
    pub fn id_of(element: &Id, view: Option<&Id>) -> Id {
        match view {
            None => Id::new(format!("placement:{element}")),
            Some(view) => Id::new(format!("placement:{view}/{element}")),
        }
    }

    /// A placement that says nothing yet.
    pub fn new(element: Id, view: Option<Id>) -> Self {
        Self {
            id: Self::id_of(&element, view.as_ref()),
            element,
            view,
            at: None,
            size: None,
            collapsed: false,
            locked: false,
            order: 0,
            points: Vec::new(),
        }
    }

    /// Whether it says nothing, and so need not be kept.
    pub fn is_empty(&self) -> bool {
        self.at.is_none()
            && self.size.is_none()
            && !self.collapsed
            && !self.locked
            && self.order == 0
            && self.points.is_empty()
    }
}

/// What a view shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Filter {
    /// Everything.
    All,
    /// One domain with all inside it.
    Domain(Id),
    /// One service with those it is connected to.
    Service(Id),
    /// One operation with everything its calls reach.
    Flow(Id),
}

words! {
    /// What the colours of a view say.
    Lens {
        /// Coupling heat.
        Coupling = "coupling",
        /// Findings.
        Findings = "findings",
        /// Owning team.
        Team = "team",
        /// Data sensitivity.
        Sensitivity = "sensitivity",
        /// Change since a baseline.
        Change = "change",
        /// Deployable.
        Deployable = "deployable",
        /// Latency budget.
        Latency = "latency",
    }
}

/// Where a view looks from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Camera {
    /// Centre across, px at 100 %.
    pub x: i32,
    /// Centre down, px at 100 %.
    pub y: i32,
    /// Zoom in percent, 5 to 400.
    pub zoom: u32,
}

/// A named way of looking at the design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct View {
    /// Id, name and the rest that every record has.
    pub head: Head,
    /// What it shows.
    pub filter: Filter,
    /// What its colours say.
    pub lens: Option<Lens>,
    /// Where it looks from.
    pub camera: Option<Camera>,
}
