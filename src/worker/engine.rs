//! The worker that runs scenarios on the market it holds.

use super::{listen, now, post};
use crate::analysis;
use crate::engine::{Prepared, Scenario};
use crate::import::sample;
use crate::market::{Fingerprint, Market};
use crate::protocol::engine::{EngineReply, EngineRequest, Outcome};
use crate::protocol::{self, reader::Loaded};

/// The shortest interval between progress messages, milliseconds.
const BETWEEN_REPORTS: f64 = 50.0;

/// Serves the page.
pub fn serve() {
    let mut session = EngineState::default();
    listen(move |bytes, _| match protocol::decode(&bytes) {
        Ok(request) => reply(&session.answer(request)),
        Err(error) => reply(&EngineReply::Failed { id: None, message: error.to_string() }),
    });
}

fn reply(reply: &EngineReply) {
    /// About as many bytes of a result are of each day.
    const DAY: usize = 1_500;
    let bytes = match reply {
        EngineReply::Done { outcome, .. } => DAY * outcome.report.days.len(),
        _ => 0,
    };
    post([protocol::encode_large(reply, bytes)]);
}

/// The worker's state between requests.
#[derive(Default)]
struct EngineState {
    market: Option<(Prepared, Fingerprint)>,
}

impl EngineState {
    /// Carries out one request and returns its last reply.
    fn answer(&mut self, request: EngineRequest) -> EngineReply {
        match request {
            EngineRequest::Sample(packed) => self.load_sample(&packed),
            EngineRequest::Hold(market, fingerprint) => {
                self.market = Some((Prepared::new(*market), fingerprint));
                EngineReply::Held
            }
            EngineRequest::Quotes(days) => {
                if let Some((market, fingerprint)) = self.market.take() {
                    let mut market = market.into_market();
                    market.chain.get_or_insert_default().append(days);
                    self.market = Some((Prepared::new(market), fingerprint));
                }
                EngineReply::Held
            }
            EngineRequest::Run { id, scenario } => self.run(id, &scenario),
            EngineRequest::Compare { id, scenario, span } => {
                let market = self.market.as_mut().map(|(market, _)| market);
                let others = market.map(|market| analysis::benchmarks(market, &scenario, span));
                let others = others.and_then(Result::ok).unwrap_or_default();
                EngineReply::Compared { id, others }
            }
        }
    }

    fn load_sample(&mut self, packed: &[u8]) -> EngineReply {
        let Some(market) = sample::market(packed) else {
            let message = "the sample is damaged; reload the page".to_owned();
            return EngineReply::Failed { id: None, message };
        };
        let fingerprint = market.fingerprint();
        let loaded = Loaded::of(&market, "", fingerprint);
        self.market = Some((Prepared::new(market), fingerprint));
        EngineReply::Loaded(Box::new(loaded))
    }

    fn run(&mut self, id: u32, scenario: &Scenario) -> EngineReply {
        let nothing = || (Prepared::default(), Market::default().fingerprint());
        let (market, fingerprint) = self.market.get_or_insert_with(nothing);
        let started = now();
        let mut last_sent = started;
        let report = market.run_checked(scenario, |done, total| {
            if now() - last_sent > BETWEEN_REPORTS {
                last_sent = now();
                reply(&EngineReply::Progress { id, done: done as u32, total: total as u32 });
            }
        });
        match report {
            Ok(report) => {
                let review = analysis::review(&report, *fingerprint);
                let outcome = Box::new(Outcome { report, review });
                EngineReply::Done { id, milliseconds: now() - started, outcome }
            }
            Err(error) => EngineReply::Failed { id: Some(id), message: error.to_string() },
        }
    }
}
