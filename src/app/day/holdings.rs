//! What is held at the close of the day: sensitivities, legs, and what each profile has.
#![expect(unreachable_pub, reason = "leptos makes public what a component is called with")]

use leptos::prelude::*;

use crate::app::marks::ProfileDot;
use crate::view::exposure::{Holder, LegExposure, Sensitivity};

/// Sensitivities of the account, and how much of them the limits allow.
#[component]
pub(super) fn Exposure(sensitivities: Vec<Sensitivity>) -> impl IntoView {
    let row = |own: Sensitivity| {
        view! {
            <tr>
                <th scope="row">{own.label} <small>{own.unit}</small></th>
                <td>{own.value}</td>
                <td>{own.share} <small>{own.limit}</small></td>
            </tr>
        }
    };
    view! {
        <h3>"Exposure " <small>"and its share of equity"</small></h3>
        <table class="held">
            <tbody>{sensitivities.into_iter().map(row).collect::<Vec<_>>()}</tbody>
        </table>
    }
}

/// The legs held, and where their marks come from.
#[component]
pub(super) fn Legs(legs: Vec<LegExposure>, pricing: String) -> impl IntoView {
    let row = |leg: LegExposure| {
        view! {
            <tr>
                <th scope="row"><ProfileDot at=leg.profile/>{leg.contract}</th>
                <td>{leg.days}</td>
                <td>{leg.quantity}</td>
            </tr>
        }
    };
    view! {
        <h3>"Legs held at the close"</h3>
        <p class="help">{pricing}</p>
        <table class="held">
            <thead><tr>{["Contract", "DTE", "Quantity"].map(head).into_view()}</tr></thead>
            <tbody>{legs.into_iter().map(row).collect::<Vec<_>>()}</tbody>
        </table>
    }
}

/// The profit and the sensitivities of each profile.
#[component]
pub(super) fn Holders(holders: Vec<Holder>) -> impl IntoView {
    let profit = |own: &Holder| {
        view! {
            <tr>
                {name(own)}
                <td class=own.profit.1.class()>{own.profit.0.clone()}</td>
                <td>{own.value.clone()}</td>
                <td>{own.shares.clone()}</td>
            </tr>
        }
    };
    let greeks = |own: &Holder| {
        let greeks = own.greeks.clone()?;
        Some(view! {
            <tr>
                {name(own)}
                {greeks.map(|greek| view! { <td>{greek}</td> }).into_view()}
            </tr>
        })
    };
    view! {
        <h3>"By profile, USD"</h3>
        <table class="held">
            <thead>
                <tr>{["Since start", "P&L", "Options", "Shares"].map(head).into_view()}</tr>
            </thead>
            <tbody>{holders.iter().map(profit).collect::<Vec<_>>()}</tbody>
        </table>
        <table class="held">
            <thead>
                <tr>{["Exposure", "Delta", "Gamma", "Vega", "Theta"].map(head).into_view()}</tr>
            </thead>
            <tbody>{holders.iter().filter_map(greeks).collect::<Vec<_>>()}</tbody>
        </table>
    }
}

/// The name of a profile or of the account, as the head of a row.
fn name(holder: &Holder) -> impl IntoView + use<> {
    let dot = holder.profile.map(|at| view! { <ProfileDot at/> });
    view! { <th scope="row">{dot}{holder.name}</th> }
}

fn head(name: &'static str) -> impl IntoView {
    view! { <th scope="col">{name}</th> }
}
