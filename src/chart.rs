//! Charts as data, and how they are drawn.
//!
//! A [`Figure`] is panels over one axis of trading days; it knows nothing of the browser and is
//! cheap to clone, since its columns are shared. [`Figure::layout`] says where everything lies, in
//! CSS pixels, for crosshairs and zooming; [`svg::render`] draws it for the page and
//! [`svg::standalone`] as a file of its own. Nothing here carries a colour: shapes carry the
//! classes of [`theme`], so that a change between light and dark redraws nothing.
//!
//! Drawings are sampled to the pixels available; numbers never come from the sampled values.
//!
//! ```
//! use chrono::NaiveDate;
//! use rotation::chart::{Axis, Class, Figure, Pane, svg};
//!
//! let first = NaiveDate::from_ymd_opt(2018, 1, 2).unwrap();
//! let dates: Vec<NaiveDate> = first.iter_days().take(4).collect();
//! let figure = Figure::new("Equity", dates)
//!     .panel(
//!         Pane::new(8.0)
//!             .ribbon(&[Some(Class::REGIMES[0]); 4], &[(Class::REGIMES[0], "Trend up")]),
//!     )
//!     .panel(
//!         Pane::new(240.0)
//!             .label("Equity")
//!             .axis(Axis::money())
//!             .line(Class::Equity, "this scenario", [1.0e6, 1.1e6, 1.05e6, 1.2e6].map(Some)),
//!     )
//!     .panel(
//!         Pane::new(64.0)
//!             .label("Drawdown")
//!             .axis(Axis::percent())
//!             .area(Class::Drawdown, "drawdown", [0.0, 0.0, -0.045, 0.0].map(Some)),
//!     );
//!
//! let drawing = svg::render(&figure, 860.0);
//! assert!(drawing.starts_with("<svg") && drawing.contains("class=\"eq\""));
//!
//! let layout = figure.layout(860.0);
//! assert_eq!(layout.index_at(layout.x_of(2)), Some(2));
//! assert!(layout.y_of(1, 1.2e6) < layout.y_of(1, 1.0e6), "more money is higher up");
//! ```

mod backend;
mod calendar_ticks;
mod describe;
mod draw;
mod extent;
pub mod figure;
pub mod figures;
pub mod layout;
mod path;
pub mod payoff;
mod sample;
pub mod scale;
pub mod svg;
mod text;
pub mod theme;
pub mod ticks;

pub use figure::{Axis, AxisUnit, DailyValues, Figure, LegendEntry, Pane, PlotItem, Shape, Swatch};
pub use layout::{Layout, PlotRect};
pub use theme::Class;
