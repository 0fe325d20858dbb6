//! The data: where files are brought to, which market was made of them, and how they were read.

pub mod column_mapping;
pub mod kept_files;
pub mod quality;
pub mod refused;
pub mod sources;

use leptos::prelude::*;

pub use self::quality::QualityTab;
pub use self::refused::RefusedFiles;

use self::column_mapping::ColumnMappingForm;
use self::kept_files::KeptFiles;
use self::quality::MarketReport;
use self::sources::{FilePicker, QuoteFilter, ReadingChoices, TradeLogSection};
use super::state::DataState;
use crate::protocol::reader::Loaded;
use crate::view::import_report::vix_coverage;
use crate::view::number::count;
use crate::view::words::short;

/// The data's dialog: files to choose, files being read, files refused, the market.
#[component]
pub fn DataSheet() -> impl IntoView {
    let data = expect_context::<DataState>();
    let mapping = move || data.refused.with(|refused| refused.as_ref()?.mapping.clone());
    view! {
        <FilePicker />
        <ReadingStatus />
        {move || data.refused.get().map(|refused| view! { <RefusedFiles refused /> })}
        {move || mapping().map(|mapping| view! { <ColumnMappingForm mapping /> })}
        <QuoteFilter />
        <ReadingChoices />
        <MarketSection />
        <TradeLogSection />
        <KeptFiles />
    }
}

/// Which files are being read, and how far that is.
#[component]
fn ReadingStatus() -> impl IntoView {
    let reading = expect_context::<DataState>().reading;
    let names = move || reading.with(|own| own.as_ref().map(|own| own.names.clone()));
    let detail = move || reading.with(|own| own.as_ref().map(|own| own.detail.clone()));
    view! {
        <Show when=move || reading.with(Option::is_some)>
            <p class="reading" role="status">
                "Reading "
                {names}
                " … "
                {detail}
            </p>
        </Show>
    }
}

/// The market that is loaded.
#[component]
fn MarketSection() -> impl IntoView {
    let data = expect_context::<DataState>();
    let market = move |loaded: std::sync::Arc<Loaded>| {
        view! {
            <section class="market">
                <h3>{loaded.name.clone()}</h3>
                <MarketFacts loaded=loaded.clone() />
                <MarketReport />
            </section>
        }
    };
    move || data.market.get().map(market)
}

/// Days, volatility index and fingerprint of the market.
#[component]
fn MarketFacts(
    /// The market.
    loaded: std::sync::Arc<Loaded>,
) -> impl IntoView {
    let (bars, vix_days, (first, last)) = (loaded.bars, loaded.vix_days, loaded.span);
    let fingerprint = loaded.fingerprint.to_string();
    let days = format!("{}, {first} to {last}", count(bars as i64));
    view! {
        <dl class="facts">
            <dt>"Days"</dt>
            <dd>{days}</dd>
            <dt>"VIX"</dt>
            <dd>{vix_coverage(vix_days, bars)}</dd>
            <dt>"Fingerprint"</dt>
            <dd>
                <code title=fingerprint.clone()>{short(&fingerprint)}</code>
            </dd>
        </dl>
    }
}
