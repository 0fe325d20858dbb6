//! stub
use crate::protocol::reader::Refused;
use leptos::prelude::*;
use std::sync::Arc;
/// stub
#[component]
pub fn RefusedFiles(
    /// x
    refused: Arc<Refused>,
) -> impl IntoView {
    view! {<div class="notice bad refused"><p>{refused.message.clone()}</p></div>}
}
/// stub
#[component]
pub fn DataSheet() -> impl IntoView {}
/// stub
#[component]
pub fn QualityTab() -> impl IntoView {}
