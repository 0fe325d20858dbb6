//! The first and the last day traded, as ISO dates, with the browser's calendar beside them.

use leptos::prelude::*;

use super::number_field::{Foot, Shown, capital};
use crate::present::form::Control;
use crate::web::session::session;
use crate::web::state::state;

/// Both days.
#[component]
pub(super) fn Period() -> impl IntoView {
    view! {
        <div class="two">
            <DayField control=Control::From id="field-from" help="Empty: from the start"/>
            <DayField control=Control::To id="field-to" help="Empty: to the end"/>
        </div>
    }
}

#[component]
fn DayField(control: Control, id: &'static str, help: &'static str) -> impl IntoView {
    let (state, session) = (state(), session());
    let Shown { text, error, was } = Shown::of(state, control);
    let span = move || state.market.with(|market| market.as_ref().map(|market| market.span));
    let first = move || span().map(|span| span.0.to_string());
    let last = move || span().map(|span| span.1.to_string());
    let bound = move || if control == Control::From { first() } else { last() };
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let described = {
        let (help, wrong) = (help_id.clone(), error_id.clone());
        move || if error.get().is_some() { format!("{wrong} {help}") } else { help.clone() }
    };
    view! {
        <div
            class="field day-field"
            class:changed=move || was.get().is_some()
            class:wrong=move || error.get().is_some()
        >
            <label for=id>{capital(control.label())}</label>
            <span class="in">
                <input
                    id=id
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="40"
                    placeholder=bound
                    prop:value=move || text.get()
                    aria-invalid=move || error.get().is_some().to_string()
                    aria-describedby=described
                    on:input:target=move |event| session.enter(control, &event.target().value())
                    on:change=move |_| session.leave(control)
                    on:blur=move |_| session.leave(control)
                />
                <input
                    class="calendar"
                    type="date"
                    aria-label=format!("{} from a calendar", control.label())
                    min=first
                    max=last
                    tabindex="-1"
                    prop:value=move || text.get()
                    on:change:target=move |event| {
                        session.enter(control, &event.target().value());
                        session.leave(control);
                    }
                />
            </span>
            <Foot control help_id help error_id error was/>
        </div>
    }
}
