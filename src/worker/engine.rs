//! The worker that runs scenarios on the market it holds.

use super::{listen, now, post};
use crate::analysis;
use crate::engine::{self, Scenario};
use crate::import::sample;
use crate::market::{Fingerprint, Market};
use crate::protocol::engine::{Outcome, Reply, Request};
use crate::protocol::{self, reader::Loaded};

/// Progress is told at most this often, milliseconds.
const BETWEEN_REPORTS: f64 = 50.0;

/// Serves the page.
pub fn serve() {
    let mut session = Session::default();
    listen(move |bytes, _| match protocol::decode(&bytes) {
        Ok(request) => reply(&session.answer(request)),
        Err(error) => reply(&Reply::Failed { id: None, message: error.to_string() }),
    });
}

fn reply(reply: &Reply) {
    /// About as many bytes of a result are of each day.
    const DAY: usize = 1_500;
    let bytes = match reply {
        Reply::Done { outcome, .. } => DAY * outcome.report.days.len(),
        _ => 0,
    };
    post([protocol::encode_large(reply, bytes)]);
}

/// What the worker keeps between two requests.
#[derive(Default)]
struct Session {
    market: Option<(Market, Fingerprint)>,
}

impl Session {
    /// Carries out one request; the last of its replies.
    fn answer(&mut self, request: Request) -> Reply {
        match request {
            Request::Sample(packed) => self.load_sample(&packed),
            Request::Hold(market, fingerprint) => {
                self.market = Some((*market, fingerprint));
                Reply::Held
            }
            Request::Quotes(days) => {
                if let Some((market, _)) = &mut self.market {
                    market.chain.get_or_insert_default().append(days);
                }
                Reply::Held
            }
            Request::Run { id, scenario } => self.run(id, &scenario),
        }
    }

    fn load_sample(&mut self, packed: &[u8]) -> Reply {
        let Some(market) = sample::market(packed) else {
            let message = "the sample is damaged; reload the page".to_owned();
            return Reply::Failed { id: None, message };
        };
        let fingerprint = market.fingerprint();
        let loaded = Loaded::of(&market, "", fingerprint);
        self.market = Some((market, fingerprint));
        Reply::Loaded(Box::new(loaded))
    }

    fn run(&self, id: u32, scenario: &Scenario) -> Reply {
        let nothing = (Market::default(), Market::default().fingerprint());
        let (market, fingerprint) = self.market.as_ref().unwrap_or(&nothing);
        let started = now();
        let mut told = started;
        let report = engine::run_checked(market, scenario, |done, total| {
            if now() - told > BETWEEN_REPORTS {
                told = now();
                reply(&Reply::Progress { id, done: done as u32, total: total as u32 });
            }
        });
        match report {
            Ok(report) => {
                let review = analysis::review(&report, *fingerprint);
                let outcome = Box::new(Outcome { report, review });
                Reply::Done { id, milliseconds: now() - started, outcome }
            }
            Err(error) => Reply::Failed { id: Some(id), message: error.to_string() },
        }
    }
}
