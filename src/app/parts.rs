//! Which part of the page shows what.
//!
//! A part is an element of the desk by its `id` and a function that writes what is in it. The
//! function reads the state; when something it has read changes, it is called again and the
//! element is brought up to date. To add a view: write it in `markup`, give it a row here.

use web_sys::Element;

use super::desk::Desk;
use super::patch::patch;
use super::result::RunResult;
use super::signal::follow;
use super::state::{Hint, Linked, Panel, Run};
use super::theme::Theme;
use crate::chart::figures::panel;
use crate::markup::bar::{Bar, bar};
use crate::markup::chart::{self, Controls, Glass, Place};
use crate::markup::structures::structures;
use crate::markup::{data, day, form, headline, measures, notices, sheet, states, tabs};
use crate::profile::Profile;
use crate::view::course::Readout;
use crate::view::form::Form;
use crate::view::html::{Html, when};
use crate::view::number::count;
use crate::view::sheet::Sheet;
use crate::view::words::short;
use crate::view::{self, files, holding, window};

/// The page's elements; `class='part'` takes no part in the layout.
pub const DESK: &str = include_str!("desk.html");

/// A pointer that moved less than this many pixels has clicked.
pub const CLICK: f64 = 6.0;

/// The tabs: a sheet each, then figures, regimes and the data.
pub const TABS: [(&str, Option<Sheet>, &str); 9] = [
    ("Trades", Some(Sheet::Trades), "Filter: charm rolled 2018-02"),
    ("Rotation", Some(Sheet::Rotation), "Filter: vanna roll, unfilled"),
    ("Fills", Some(Sheet::Fills), "Filter: 2018-02 sold 263P"),
    ("Limits", Some(Sheet::Limits), "Filter: account drawdown"),
    ("Hedges", Some(Sheet::Hedges), "Filter: vov delivery"),
    ("Exposure", Some(Sheet::Exposure), "Filter: 2018-02"),
    ("Metrics", None, ""),
    ("Regimes", None, ""),
    ("Data quality", None, ""),
];

type Write = fn(Desk) -> Html;

/// What is in which element.
const PARTS: [(&str, Write); 17] = [
    ("bar", top_bar),
    ("scenario", scenario),
    ("book", book),
    ("headline", key_figures),
    ("controls", controls),
    ("sentence", sentence),
    ("drawing", drawing),
    ("pane", glass),
    ("chosen", chosen),
    ("every-day", every_day),
    ("legend", legend),
    ("tabs", tab_list),
    ("tabpanel", tab_panel),
    ("walk", walk),
    ("explained", explained),
    ("data-body", data_sheet),
    ("notices", told),
];

type Value = fn(Desk) -> Option<&'static str>;

/// What of the desk's own elements changes: element, attribute, value.
const ATTRIBUTES: [(&str, &str, Value); 8] = [
    ("scenario", "class", |desk| {
        let is_open = matches!(desk.state.open.get(), Some(Panel::Scenario | Panel::Structures));
        Some(if is_open { "form open" } else { "form" })
    }),
    ("day", "class", |desk| Some(if desk.state.explaining.get() { "day open" } else { "day" })),
    ("result", "class", |desk| {
        // A short run does not flicker.
        let is_stale = desk.state.is_slow.get() || desk.state.shows_other_data();
        Some(if is_stale { "outcome stale" } else { "outcome" })
    }),
    ("result", "aria-busy", |desk| Some(crate::view::html::truth(is_running(desk)))),
    ("frame", "class", |desk| Some(if desk.look.is_compact() { "frame compact" } else { "frame" })),
    ("plot", "inert", |desk| desk.look.as_table.get().then_some("")),
    ("tabpanel", "aria-labelledby", |desk| {
        let tabs =
            ["tab-0", "tab-1", "tab-2", "tab-3", "tab-4", "tab-5", "tab-6", "tab-7", "tab-8"];
        tabs.get(desk.look.tab.get()).copied()
    }),
    ("veil", "class", |desk| Some(if desk.look.hovers.get() { "veil shown" } else { "veil" })),
];

/// Keeps every part up to date for as long as the page lives.
pub fn show(desk: Desk) {
    for (id, write) in PARTS {
        let Some(element) = super::document().get_element_by_id(id) else { continue };
        let mut shown = None;
        follow(move || shown = Some(lay(&element, shown.take(), write(desk))));
    }
    for (id, name, value) in ATTRIBUTES {
        let Some(element) = super::document().get_element_by_id(id) else { continue };
        follow(move || {
            let _ = match value(desk) {
                Some(value) => element.set_attribute(name, value),
                None => element.remove_attribute(name),
            };
        });
    }
}

/// What is shown again is not laid again.
fn lay(element: &Element, shown: Option<Html>, html: Html) -> Html {
    if shown.as_ref() != Some(&html) {
        patch(element, html.as_str());
    }
    html
}

fn is_running(desk: Desk) -> bool {
    desk.state.run.with(|run| matches!(run, Run::Running { .. }))
}

/// Writes what the result is read for; nothing without a result.
fn of_result(desk: Desk, write: impl FnOnce(&RunResult) -> Option<Html>) -> Html {
    desk.state.outcome.with(|own| own.as_ref().and_then(write)).unwrap_or_default()
}

fn top_bar(desk: Desk) -> Html {
    let state = desk.state;
    let reading = state.reading.get();
    let market = state.market.get();
    let link = state.linked.with(|linked| linked.as_ref().and_then(link_state));
    let run = state.run.get();
    let is_slow = state.is_slow.get();
    let can_cancel = is_slow || reading.is_some();
    let progress = match run {
        Run::Running { progress: Some((done, total)) } => f64::from(done) / f64::from(total.max(1)),
        _ => f64::from(state.progress.get().0),
    };
    let theme = desk.look.theme.get();
    let sign = match theme {
        Theme::System => "◐",
        Theme::Light => "☀",
        Theme::Dark => "☾",
    };
    bar(&Bar {
        reading: reading.as_deref(),
        market: market.as_deref(),
        refused: state.refused.with(Option::is_some),
        wrong: state.entries.with(|entries| entries.iter().any(|(_, e)| e.error.is_some())),
        used: state.used.get(),
        link: link.as_ref().map(|(is_reproduced, text)| (*is_reproduced, text.as_str())),
        run: &run_state(&run, reading.is_some(), is_slow),
        failed: matches!(run, Run::Failed(_)),
        can_cancel,
        can_rerun: matches!(run, Run::Cancelled | Run::Failed(_)),
        progress: can_cancel.then_some(progress),
        has_outcome: state.outcome.with(Option::is_some),
        pinned: state.baseline.with(Option::is_some),
        theme: (sign, theme.name()),
    })
}

fn link_state(linked: &Linked) -> Option<(bool, String)> {
    Some(match linked {
        Linked::Waiting(_) | Linked::Refused(_) => return None,
        Linked::Reproduced(link) => {
            let digest = link.digest.map(|digest| short(&digest.to_string()));
            (true, format!("reproduced {}", digest.unwrap_or_default()))
        }
        Linked::OtherResult(_) => (false, "not reproduced".to_owned()),
        Linked::OtherData(_) => (false, "link: other data".to_owned()),
    })
}

fn run_state(run: &Run, is_reading: bool, is_slow: bool) -> String {
    match run {
        _ if is_reading => "reading …".to_owned(),
        Run::Idle => "starting the engine".to_owned(),
        Run::Running { progress: Some((done, total)) } if is_slow => {
            format!("{} of {} days", count(i64::from(*done)), count(i64::from(*total)))
        }
        Run::Running { .. } => "running …".to_owned(),
        Run::Done { milliseconds } => format!("{milliseconds:.0} ms"),
        Run::Cancelled => "cancelled".to_owned(),
        Run::Failed(_) => "no result".to_owned(),
    }
}

fn scenario(desk: Desk) -> Html {
    of_form(desk, form::form)
}

/// The structures of a profile, while they are looked at.
fn book(desk: Desk) -> Html {
    if desk.state.open.get() != Some(Panel::Structures) {
        return Html::new();
    }
    let profile = Profile::ALL[desk.look.book.get().min(5)];
    of_form(desk, |view| structures(view, profile))
}

fn of_form(desk: Desk, write: impl FnOnce(&form::View<'_>) -> Html) -> Html {
    let state = desk.state;
    let form = Form { scenario: state.scenario.get(), entries: state.entries.get() };
    state.market.with(|market| {
        write(&form::View {
            form: &form,
            reference: &state.reference(),
            reach: state.reach.get(),
            span: market.as_ref().map(|market| market.span),
            quoted: market.as_ref().map_or((false, false), |m| (m.has_regimes, m.has_scores)),
            hint: !state.used.get()[Hint::Move as usize],
            cell: desk.look.cell.get(),
        })
    })
}

fn key_figures(desk: Desk) -> Html {
    let baseline = desk.state.baseline.get();
    let baseline = baseline.as_ref().map(RunResult::run);
    let figures = desk
        .state
        .outcome
        .with(|own| own.as_ref().map(|own| view::headline::key_figures(own.run(), baseline)));
    headline::headline(figures.as_ref())
}

fn sentence(desk: Desk) -> Html {
    of_result(desk, |own| {
        let mut html = Html::new();
        html.put("{}", &[&view::headline::sentence(own.run())]);
        Some(html)
    })
}

fn controls(desk: Desk) -> Html {
    let look = desk.look;
    chart::controls(&Controls {
        logarithmic: look.logarithmic.get(),
        targets: look.targets.get(),
        shown: desk.shown(),
        total: desk.days(),
        as_table: look.as_table.get(),
        explaining: desk.state.explaining.get(),
    })
}

fn drawing(desk: Desk) -> Html {
    let mut html = Html::new();
    desk.drawn.with(|drawn| {
        if let Some(drawn) = drawn {
            html.add(drawn.svg());
        }
    });
    html
}

fn glass(desk: Desk) -> Html {
    let last = desk.days().saturating_sub(1);
    chart::glass(&Glass {
        day: desk.state.cursor.get().unwrap_or(last),
        last,
        held: desk.state.held.get(),
        selection: selection(desk),
        place: place(desk),
        read: read(desk),
    })
}

fn place(desk: Desk) -> Option<Place> {
    let day = desk.state.cursor.get()?;
    let drawn = desk.drawn.get()?;
    let layout = drawn.layout();
    if !layout.visible.contains(&day) {
        return None;
    }
    let plots = layout.plots();
    desk.state.outcome.with(|own| {
        let course = &own.as_ref()?.index().course;
        let equity = course.equity.get(day)?.to_dollars_f64();
        let x = layout.x_of(day);
        let curve = layout.plot(panel::EQUITY);
        let y = layout.y_of(panel::EQUITY, equity);
        Some(Place {
            x,
            top: plots.top,
            height: plots.height,
            equity: y,
            drawdown: layout.y_of(panel::DRAWDOWN, *course.drawdown.get(day)?),
            below: y < curve.top + curve.height / 2.0,
            to_the_left: layout.index_at(x) >= layout.index_at(plots.left + plots.width / 2.0),
        })
    })
}

fn read(desk: Desk) -> Option<Readout> {
    let day = desk.state.cursor.get()?;
    let baseline = desk.state.baseline.get();
    let baseline = baseline.as_ref().map(|baseline| &baseline.index().course);
    desk.state.outcome.with(|own| {
        let own = own.as_ref()?;
        Readout::of(own.report(), &own.index().course, baseline, day)
    })
}

/// The days under a drag: left, width, top and height.
fn selection(desk: Desk) -> Option<[f64; 4]> {
    let drag = desk.look.drag.get().filter(|drag| (drag.to - drag.from).abs() >= CLICK)?;
    let plots = desk.drawn.get()?.layout().plots();
    let left = drag.from.min(drag.to);
    Some([left, (drag.to - drag.from).abs(), plots.top, plots.height])
}

fn chosen(desk: Desk) -> Html {
    let trade = desk.state.chosen_trade.get();
    of_result(desk, |own| {
        let (line, profit, tone) = holding::of(own.report(), trade?)?.line();
        Some(chart::chosen(&line, &profit, tone))
    })
}

fn every_day(desk: Desk) -> Html {
    let mut html = Html::new();
    if desk.look.as_table.get() {
        html.put("<div class='astable'>", &[]).add(table(desk, Sheet::Days).as_str());
        html.put("</div>", &[]);
    }
    html
}

fn table(desk: Desk, sheet: Sheet) -> Html {
    let Some(order) = desk.order(sheet).get() else { return Html::new() };
    let port = desk.look.ports[sheet as usize].get();
    sheet::sheet(sheet::View {
        sheet,
        report: order.result.report(),
        index: order.result.index(),
        rows: &order.rows,
        window: &window::window(port.top, port.height, order.rows.len()),
        sort: desk.look.sorts[sheet as usize].get(),
        active: port.active,
        chosen: desk.state.chosen_trade.get(),
    })
}

fn legend(desk: Desk) -> Html {
    let entries = desk.figure.with(|figure| figure.as_ref().map(|figure| figure.legend()));
    chart::legend(&entries.unwrap_or_default())
}

fn tab_list(desk: Desk) -> Html {
    let names = TABS.map(|(name, sheet, _)| {
        // How many days there are is no news.
        let sheet = sheet.filter(|sheet| *sheet != Sheet::Exposure);
        let rows = desk.state.outcome.with(|own| Some(sheet?.len(own.as_ref()?.report())));
        (name, rows)
    });
    tabs::tabs(&names, desk.look.tab.get())
}

fn tab_panel(desk: Desk) -> Html {
    let tab = desk.look.tab.get();
    let Some((name, sheet, hint)) = TABS.get(tab).copied() else { return Html::new() };
    let Some(sheet) = sheet else {
        if name == "Data quality" {
            return data::quality(desk.state.market.get().as_deref());
        }
        return of_result(desk, |own| {
            Some(match name {
                "Metrics" => measures::measures(own.run()),
                _ => states::states(&view::states::states(own.run())),
            })
        });
    };
    let left = desk.order(sheet).with(|order| order.as_ref().map_or(0, |order| order.rows.len()));
    let mut html = desk.state.outcome.with(|own| {
        let tables = own.as_ref().map(|own| files::all(own.report())).unwrap_or_default();
        let files: Vec<_> = tables.iter().map(|table| (table.name, table.len())).collect();
        let all = own.as_ref().map_or(0, |own| sheet.len(own.report()));
        tabs::tools(&desk.look.filter.get(), hint, (left, all), &files)
    });
    html.add(table(desk, sheet).as_str());
    html
}

/// The day under the crosshair, else the last.
pub fn day(desk: Desk) -> Option<usize> {
    let last = desk.days().checked_sub(1)?;
    Some(desk.state.cursor.get().map_or(last, |day| day.min(last)))
}

fn walk(desk: Desk) -> Html {
    let (day, days) = (day(desk), desk.days());
    let date = desk
        .state
        .outcome
        .with(|own| Some(own.as_ref()?.report().days.get(day?)?.date.to_string()));
    let mut html = Html::new();
    html.put("<h2 tabindex='-1' id='day-title'>Decision<span>", &[]);
    if let Some(date) = date {
        html.put(" · {}", &[&date]);
    }
    html.put(
        "</span></h2><div class='seg' role='group' aria-label='Move by a day'>\
         <button aria-label='Day before' data-do='walk -1' {}>‹</button>\
         <button aria-label='Day after' data-do='walk 1' {}>›</button></div>",
        &[
            when(day.is_none_or(|day| day == 0), "disabled"),
            when(day.is_none_or(|day| day + 1 >= days), "disabled"),
        ],
    );
    html
}

fn explained(desk: Desk) -> Html {
    let day = day(desk);
    of_result(desk, |own| Some(day::day(&view::day::explain(own.report(), day?)?)))
}

fn data_sheet(desk: Desk) -> Html {
    let state = desk.state;
    data::data(
        state.reading.get().map(|reading| (reading, state.progress.get().1)),
        state.refused.get().as_deref(),
        state.market.get().as_deref(),
        state.scenario.with(|scenario| scenario.model.realised_factor),
        &state.wanted.get(),
        state.log.get().as_deref(),
        data::Keeping { own: state.own_files.get().as_ref(), kept: state.kept.get().as_ref() },
    )
}

fn told(desk: Desk) -> Html {
    let state = desk.state;
    let refused = state.refused.get();
    let failed = match state.run.get() {
        Run::Failed(message) if !state.is_failure_hidden.get() => Some(message),
        _ => None,
    };
    state.notices.with(|told| {
        let told: Vec<_> = told.iter().map(|n| (n.about, n.text.as_str(), n.is_error)).collect();
        notices::notices(&told, refused.as_deref(), failed.as_deref())
    })
}
