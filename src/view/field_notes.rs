//! Formulas behind numbers of the scenario, for the help of the form.

/// The formula behind the number with this code, and its source; empty where there is none.
#[must_use]
pub fn note(code: u16) -> &'static str {
    match code {
        5 | 22 => "RV20 = √252 × standard deviation of the last 20 daily log returns.",
        21 | 25 | 26 | 28 => {
            "Rank = share of the 60 days before on which RV20 was below today's; at least 10 days."
        }
        23 => "Vol of vol = standard deviation of RV10 over the last 20 days.",
        24 => "Close / close 20 trading days earlier − 1.",
        27 => "(Highest high − lowest low of 10 days) / close.",
        29 => "MA20 / MA20 five trading days earlier − 1.",
        41 => "Fill = mid ± half-spread × (this share + slippage).",
        60 | 61 => {
            "σ(K, T) = ATM(T) × q(m), q = 1 + skew × m + curvature × m², m = ln(K/F) / (ATM(T) × \
             √τ), τ in variance time; beyond 1.5 deviations q² is linear. SPXW quotes of January \
             and February 2018."
        }
        65 => {
            "ATM(T) = level × VIX × (T/30)^e, T in days; with VIX9D and VIX3M through all three. \
             0.82 makes the modelled buy-write grow as Cboe's BXM from 2002 to 2018."
        }
        70 => "Contracts = weight × budget × equity / vega of one unit.",
        96 => {
            "Historical simulation: 99 % quantile of −(Δ × r + 50 × Γ × r²) over the daily \
             returns r of the last 250 days, with Γ per 1 %."
        }
        154 | 155 => {
            "Worst of five: spot down, spot up, volatility up, and each spot move with volatility \
             up. Each option is priced anew at its own volatility, hedges included."
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fields::FIELDS;

    #[test]
    fn every_note_belongs_to_a_field_and_is_a_sentence() {
        let actual: Vec<&str> = (0..=u16::MAX).map(note).filter(|note| !note.is_empty()).collect();
        let fields = FIELDS.iter().filter(|field| !note(field.code).is_empty());
        assert_eq!(actual.len(), fields.count());
        assert!(actual.iter().all(|note| note.ends_with('.')));
    }
}
