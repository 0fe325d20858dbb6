//! What stays on this computer between visits, and what may: a section of the data sheet.

use leptos::prelude::*;

use crate::app::session::Session;
use crate::app::state::DataState;
use crate::view::kept::Kept;

/// The files that are kept, the buttons that keep and delete them, and what came of that; nothing
/// where files cannot be kept and none are.
#[component]
pub fn KeptFiles() -> impl IntoView {
    let data = expect_context::<DataState>();
    let session = expect_context::<Session>();
    let is_kept = Memo::new(move |_| data.kept.with(Option::is_some));
    let can_keep = Memo::new(move |_| {
        let is_other =
            data.own_files.with(|own| own.is_some() && data.kept.with(|kept| own != kept));
        data.can_keep.get() && is_other
    });
    let is_message = move || data.kept_message.with(Option::is_some);
    let text = move || match data.kept.with(|kept| kept.as_ref().map(Kept::shown)) {
        Some(kept) => format!("{kept}: opened with the page, never sent."),
        None => "Nothing is kept: after a reload the page opens with the sample. Kept files stay \
                 in this browser’s own storage and are never sent."
            .to_owned(),
    };
    let keep = move || match (data.is_keeping.get(), is_kept.get()) {
        (true, _) => "Writing the files …",
        (false, true) => "Keep the present files instead",
        (false, false) => "Keep the files",
    };
    view! {
        <Show when=move || is_kept.get() || can_keep.get() || is_message()>
            <section class="kept">
                <h3>"On this computer"</h3>
                <p>{text}</p>
                <p class="actions">
                    <Show when=move || can_keep.get()>
                        <button
                            class="btn small"
                            disabled=move || data.is_keeping.get()
                            on:click=move |_| session.keep_files()
                        >
                            {keep}
                        </button>
                    </Show>
                    <Show when=move || is_kept.get()>
                        <button class="btn small" on:click=move |_| session.delete_kept()>
                            "Delete them"
                        </button>
                    </Show>
                </p>
                <p role="status" class="kept-message" class:bad=move || {
                    data.kept_message.with(|message| message.as_ref().is_some_and(|(_, bad)| *bad))
                }>
                    {move || data.kept_message.with(|message| {
                        message.as_ref().map(|(text, _)| text.clone())
                    })}
                </p>
            </section>
        </Show>
    }
}
