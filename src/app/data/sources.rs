//! Where data comes from: files to choose, which quotes to keep of them, the trades of another
//! program, and files that stay on this computer.

use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;

use crate::app::platform::files;
use crate::app::session::Session;
use crate::app::state::DataState;
use crate::import::{Filter, Options};
use crate::market::{Funds, TradeLog};
use crate::view::number::counted;

/// The place to drop files, and buttons to choose them.
#[component]
pub fn FilePicker() -> impl IntoView {
    let session = expect_context::<Session>();
    let (picker, folder_picker) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let click = |node: NodeRef<html::Input>| {
        move |_| {
            if let Some(input) = node.get_untracked() {
                input.click();
            }
        }
    };
    let open = move |node: NodeRef<html::Input>, is_folder: bool| {
        let Some(input) = node.get_untracked() else { return };
        let Some(list) = input.files() else { return };
        let list = if is_folder { files::of_folder(&list) } else { files::each(&list) };
        input.set_value(""); // the same file can be chosen again
        session.open(list, Vec::new());
    };
    view! {
        <div class="drop">
            <p>
                <b>"Drop files here, or anywhere on the page"</b>
                <br />
                "Daily bars as CSV: date, open, high, low, close. Add a VIX file, a calendar of \
                 events or option chains beside them; .gz and .zip work as well. Nothing leaves \
                 this computer."
            </p>
            <p class="actions">
                <button class="btn primary" on:click=click(picker)>
                    "Choose files"
                </button>
                <button class="btn" on:click=click(folder_picker)>
                    "Choose a folder"
                </button>
                <button class="btn" on:click=move |_| session.load_sample()>
                    "Use the sample"
                </button>
            </p>
            <input
                id="picker"
                node_ref=picker
                type="file"
                multiple
                accept=".csv,.txt,.tsv,.gz,.zip,text/csv,text/plain"
                class="unseen"
                aria-label="Files to read"
                tabindex="-1"
                on:change=move |_| open(picker, false)
            />
            <input
                id="folder-picker"
                node_ref=folder_picker
                type="file"
                {..custom_attribute("webkitdirectory", "")}
                class="unseen"
                aria-label="Folder to read"
                tabindex="-1"
                on:change=move |_| open(folder_picker, true)
            />
        </div>
    }
}

/// Which rows to keep of files that have more than is needed.
#[component]
pub fn QuoteFilter() -> impl IntoView {
    let filter = expect_context::<DataState>().filter;
    let is_used = filter.with_untracked(|texts| texts.iter().any(|text| !text.is_empty()));
    let fields = (0..Filter::FIELDS.len()).map(|at| view! { <FilterField at /> }).collect_view();
    view! {
        <details class="wanted" open=is_used>
            <summary>"Keep one underlying, or some option quotes"</summary>
            <p>{fields}</p>
            <ReadAgain />
        </details>
    }
}

/// Reads the files with what was chosen above.
#[component]
fn ReadAgain() -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <p class="actions">
            <button class="btn small" on:click=move |_| session.read_again()>
                "Read the files again"
            </button>
        </p>
    }
}

/// How files are read where their rows leave it open.
#[component]
pub fn ReadingChoices() -> impl IntoView {
    let session = expect_context::<Session>();
    let filter = expect_context::<DataState>().filter;
    let chosen =
        |texts: &Vec<String>| texts.iter().skip(Filter::FIELDS.len()).any(|t| !t.is_empty());
    let is_used = filter.with_untracked(chosen);
    let choices = Options::CHOICES.into_iter().enumerate();
    let choices = choices.map(|(at, (label, otherwise, names))| {
        let at = Filter::FIELDS.len() + at;
        let text = move || filter.with(|texts| texts.get(at).cloned().unwrap_or_default());
        let option = |name: &'static str| view! { <option value=name>{name}</option> };
        view! {
            <label>
                {label}
                <select
                    prop:value=text
                    on:change=move |event| session.set_filter(at, &event_target_value(&event))
                >
                    <option value="">{otherwise}</option>
                    {names.iter().copied().map(option).collect_view()}
                </select>
            </label>
        }
    });
    view! {
        <details class="wanted" open=is_used>
            <summary>"Choose the decimal mark, the order of dates, what happens in doubt"</summary>
            <p>{choices.collect_view()}</p>
            <ReadAgain />
        </details>
    }
}

/// A field of the filter, by its place in [`Filter::FIELDS`].
#[component]
pub fn FilterField(
    /// Its place.
    at: usize,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let filter = expect_context::<DataState>().filter;
    let (label, example) = Filter::FIELDS[at];
    let text = move || filter.with(|texts| texts.get(at).cloned().unwrap_or_default());
    view! {
        <label>
            {label}
            <input
                placeholder=example
                autocomplete="off"
                prop:value=text
                on:input=move |event| session.set_filter(at, &event_target_value(&event))
            />
        </label>
    }
}

/// The trades of another program that the result is compared with.
#[component]
pub fn TradeLogSection() -> impl IntoView {
    let session = expect_context::<Session>();
    let data = expect_context::<DataState>();
    let section = move |log: &TradeLog| {
        let day = |day: Option<&Funds>| day.map_or(String::new(), |day| day.date.to_string());
        let (first, last) = (day(log.days.first()), day(log.days.last()));
        let trades = counted(log.trades, "trade", "trades");
        let text = format!(
            "{trades} from another program, {first} to {last}. Its equity is drawn beside yours, \
             scaled to the same starting balance."
        );
        view! {
            <section class="compared">
                <h3>"Compared with " {log.name.clone()}</h3>
                <p>{text}</p>
                <p class="actions">
                    <button class="btn small" on:click=move |_| session.remove_trade_log()>
                        "Remove"
                    </button>
                </p>
            </section>
        }
    };
    move || data.trade_log.with(|own| own.as_ref().map(|own| section(&own.0)))
}
