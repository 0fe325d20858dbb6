//! Everything a view reads and an event changes: the state, and how the result is looked at.
//!
//! What is costly to make is made here once and kept until something in it changes: the figure,
//! its drawing, and the order of a table's rows.

use std::ops::Range;
use std::sync::Arc;

use super::result::RunResult;
use super::session::Session;
use super::signal::{Memo, Signal};
use super::state::State;
use super::theme::Theme;
use crate::chart::figures::{Choices, Weights, account};
use crate::chart::{Figure, Layout, svg};
use crate::view::sheet::{Direction, Sheet, matching};
use crate::view::{headline, holding, zoom};

/// Below this width panels are lower.
const COMPACT: f64 = 520.0;
/// The height of a table's box until it is known.
const HEIGHT: f64 = 420.0;

/// The page. Copies are the same page.
#[derive(Clone, Copy)]
pub struct Desk {
    /// What it knows.
    pub state: State,
    /// What it does.
    pub session: Session,
    /// How it is looked at.
    pub look: Look,
    /// The charts as data.
    pub figure: Memo<Option<Shared>>,
    /// The charts drawn.
    pub drawn: Memo<Option<Drawn>>,
    orders: [Memo<Option<Order>>; Sheet::ALL.len()],
}

/// How the result is looked at.
#[derive(Clone, Copy)]
pub struct Look {
    /// Light or dark.
    pub theme: Signal<Theme>,
    /// Whether files hover above the page.
    pub hovers: Signal<bool>,
    /// The width of the charts.
    pub width: Signal<f64>,
    /// Equal ratios equally high.
    pub logarithmic: Signal<bool>,
    /// Weights aimed at, not held.
    pub targets: Signal<bool>,
    /// The charts as a table.
    pub as_table: Signal<bool>,
    /// A drag across the charts.
    pub drag: Signal<Option<Drag>>,
    /// The days that were shown before a trade was chosen.
    pub before: Signal<Option<Range<usize>>>,
    /// The cell of the compatibility grid that the tab key reaches.
    pub cell: Signal<usize>,
    /// The position of the profile whose structures are looked at.
    pub book: Signal<usize>,
    /// The tab that is open.
    pub tab: Signal<usize>,
    /// What the rows of tables are filtered by.
    pub filter: Signal<String>,
    /// By which column each sheet is sorted, and which way.
    pub sorts: [Signal<(usize, Direction)>; Sheet::ALL.len()],
    /// Where each sheet is looked at.
    pub ports: [Signal<Port>; Sheet::ALL.len()],
}

/// A drag across the days, in pixels from the left.
#[derive(Clone, Copy, PartialEq)]
pub struct Drag {
    /// Where it began.
    pub from: f64,
    /// Where it is.
    pub to: f64,
}

/// The box that a table is looked at through.
#[derive(Clone, Copy, PartialEq)]
pub struct Port {
    /// How far down, pixels.
    pub top: f64,
    /// How high it is, pixels.
    pub height: f64,
    /// The place among the rows that keys have led to.
    pub active: Option<usize>,
}

/// A figure; clones are the same one, and only those are equal.
#[derive(Clone)]
pub struct Shared(Arc<Figure>);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for Shared {
    type Target = Figure;

    fn deref(&self) -> &Figure {
        &self.0
    }
}

/// A drawn figure and where everything lies in it.
#[derive(Clone)]
pub struct Drawn(Arc<(String, Layout)>);

impl Drawn {
    /// The drawing.
    #[must_use]
    pub fn svg(&self) -> &str {
        &self.0.0
    }

    /// Where everything lies.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.0.1
    }
}

impl PartialEq for Drawn {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The rows of a sheet that the filter leaves, sorted.
#[derive(Clone)]
pub struct Order {
    /// Whose rows.
    pub result: RunResult,
    /// Which ones.
    pub rows: Arc<[u32]>,
    /// What the filter looks into, once it was asked for.
    texts: Option<Arc<[String]>>,
}

impl PartialEq for Order {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.rows, &other.rows)
    }
}

impl Desk {
    /// A page with its engine started.
    #[must_use]
    pub fn start() -> Self {
        let state = State::new();
        let look = Look::new();
        let figure = Memo::new(move |_: Option<&_>| figure(state, look));
        let drawn = Memo::new(move |_: Option<&_>| drawn(state, look, figure));
        let orders = Sheet::ALL.map(|sheet| {
            Memo::new(move |before: Option<&Option<Order>>| order(state, look, sheet, before))
        });
        Self { state, session: Session::start(state), look, figure, drawn, orders }
    }

    /// The rows of a sheet in their order.
    #[must_use]
    pub fn order(&self, sheet: Sheet) -> Memo<Option<Order>> {
        self.orders[sheet as usize]
    }

    /// How many days the result has.
    #[must_use]
    pub fn days(&self) -> usize {
        self.state.outcome.with(|own| own.as_ref().map_or(0, RunResult::days))
    }

    /// The days that the charts show.
    #[must_use]
    pub fn shown(&self) -> Range<usize> {
        zoom::shown(&self.state.visible.get(), self.days())
    }

    /// The figure as it is shown.
    #[must_use]
    pub fn zoomed(&self) -> Option<Figure> {
        let figure = self.figure.get()?;
        Some(Figure::clone(&figure).zoom(self.shown()))
    }
}

impl Look {
    fn new() -> Self {
        Self {
            theme: Signal::new(Theme::remembered()),
            hovers: Signal::new(false),
            width: Signal::new(0.0),
            logarithmic: Signal::new(false),
            targets: Signal::new(false),
            as_table: Signal::new(false),
            drag: Signal::new(None),
            before: Signal::new(None),
            cell: Signal::new(0),
            book: Signal::new(0),
            tab: Signal::new(0),
            filter: Signal::new(String::new()),
            sorts: Sheet::ALL.map(|sheet| Signal::new(sheet.first_sort())),
            ports: Sheet::ALL.map(|_| Signal::new(Port { top: 0.0, height: HEIGHT, active: None })),
        }
    }

    /// Whether the charts are too narrow for high panels.
    #[must_use]
    pub fn is_compact(&self) -> bool {
        self.width.get() < COMPACT
    }
}

fn figure(state: State, look: Look) -> Option<Shared> {
    let own = state.outcome.get()?;
    let baseline = state.baseline.get();
    let trade = state.chosen_trade.get();
    let log = state.log.get();
    let choices = Choices {
        log: log.as_ref().map(|log| &log.0),
        baseline: baseline.as_ref().map(|baseline| &baseline.index().course),
        logarithmic: look.logarithmic.get(),
        weights: if look.targets.get() { Weights::Target } else { Weights::Held },
        holding: trade.and_then(|trade| holding::of(own.report(), trade)),
        compact: look.is_compact(),
    };
    let figure = account(own.report(), &own.index().course, &choices);
    Some(Shared(Arc::new(figure.describe(headline::sentence(own.run())))))
}

fn drawn(state: State, look: Look, figure: Memo<Option<Shared>>) -> Option<Drawn> {
    let figure = figure.get()?;
    let width = look.width.get();
    if width <= 0.0 {
        return None;
    }
    let shown = zoom::shown(&state.visible.get(), figure.dates.len());
    let figure = Figure::clone(&figure).zoom(shown);
    Some(Drawn(Arc::new((svg::render(&figure, width), figure.layout(width)))))
}

fn order(state: State, look: Look, sheet: Sheet, before: Option<&Option<Order>>) -> Option<Order> {
    let result = state.outcome.get()?;
    let filter = if sheet == Sheet::Days { String::new() } else { look.filter.get() };
    let (report, index) = (result.report(), result.index());
    let before = before.and_then(Option::as_ref).filter(|before| before.result == result);
    let mut texts = before.and_then(|before| before.texts.clone());
    let rows = if filter.trim().is_empty() {
        (0..sheet.len(report) as u32).collect()
    } else {
        matching(texts.get_or_insert_with(|| sheet.texts(report, index).into()), &filter)
    };
    let rows = sheet.sorted(report, index, rows, look.sorts[sheet as usize].get()).into();
    Some(Order { rows, texts, result })
}
