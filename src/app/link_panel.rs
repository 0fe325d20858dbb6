//! The comparison for a link made with other data than is loaded: above the key figures, for
//! as long as its scenario is shown on that data.

use leptos::prelude::*;

use super::result::RunResult;
use super::session::Session;
use super::state::{DataState, LinkStatus, RunState};
use crate::import::sample;
use crate::share::link::Link;
use crate::view::link_status::{
    FigureLine, FileLine, LinkMismatch as Mismatch, LinkedData, PageData, SharedFigures,
};

/// Which files are missing, the sender's figures beside those shown, and what to do; nothing unless
/// the link was made with other data.
#[component]
pub fn LinkMismatch() -> impl IntoView {
    let data = expect_context::<DataState>();
    let run = expect_context::<RunState>();
    let mismatch = Memo::new(move |_| {
        run.link.with(|status| match status {
            Some(LinkStatus::OtherData(link)) => Some(compare(link, data, run)),
            _ => None,
        })
    });
    view! {
        <div role="status" class="link-mismatch">
            {move || mismatch.get().map(|mismatch| view! { <MismatchPanel mismatch /> })}
        </div>
    }
}

fn compare(link: &Link, data: DataState, run: RunState) -> Mismatch {
    let linked = LinkedData {
        name: &link.data_name,
        fingerprint: link.fingerprint,
        sender: link.sender.as_ref(),
        is_sample: link.data_name == sample::NAME,
    };
    let figures = run.read(|own: &RunResult| SharedFigures::of(own.run())).flatten();
    data.market.with(|market| {
        let market = market.as_deref();
        let name = market.map_or("", |market| market.name.as_str());
        let files = market.map_or(&[][..], |market| &market.files[..]);
        Mismatch::new(linked, PageData { name, files, figures })
    })
}

#[component]
fn MismatchPanel(
    /// What is different.
    mismatch: Mismatch,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let Mismatch { summary, files, figures, advice, is_sample } = mismatch;
    view! {
        <section class="mismatch" aria-label="Link made with other data">
            <p>{summary}</p>
            <div class="tables">
                {(!files.is_empty()).then(|| view! { <FilesTable files /> })}
                {(!figures.is_empty()).then(|| view! { <FiguresTable figures /> })}
            </div>
            <p>
                <b>{advice}</b>
                {is_sample
                    .then(|| {
                        view! {
                            " "
                            <button class="btn small" on:click=move |_| session.load_sample()>
                                "Load the sample"
                            </button>
                        }
                    })}
            </p>
        </section>
    }
}

#[component]
fn FilesTable(
    /// The link's files.
    files: Vec<FileLine>,
) -> impl IntoView {
    let row = |FileLine { kind, name, fingerprint, state }| {
        let is_loaded = state == "loaded";
        view! {
            <tr>
                <td>{kind}</td>
                <th scope="row">{name}</th>
                <td>
                    <code>{fingerprint}</code>
                </td>
                <td class:missing=!is_loaded>{state}</td>
            </tr>
        }
    };
    view! {
        <table>
            <caption>"Files of the link"</caption>
            <thead>
                <tr>
                    <th scope="col">"Data"</th>
                    <th scope="col">"File"</th>
                    <th scope="col">"Fingerprint"</th>
                    <th scope="col">"Here"</th>
                </tr>
            </thead>
            <tbody>{files.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn FiguresTable(
    /// The sender's figures and those shown.
    figures: Vec<FigureLine>,
) -> impl IntoView {
    let row = |FigureLine { label, sender, here }| {
        view! {
            <tr>
                <th scope="row">{label}</th>
                <td class="num">{sender}</td>
                <td class="num">{here}</td>
            </tr>
        }
    };
    view! {
        <table>
            <caption>"Key figures"</caption>
            <thead>
                <tr>
                    <th scope="col">"Figure"</th>
                    <th scope="col" class="num">
                        "In the link"
                    </th>
                    <th scope="col" class="num">
                        "Here"
                    </th>
                </tr>
            </thead>
            <tbody>{figures.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
