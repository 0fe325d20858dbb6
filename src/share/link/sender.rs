//! Files and key figures of the sender as they are written in links of version 3.
//!
//! These types never change: what else a link may carry some day is a version of its own.

use serde::{Deserialize, Serialize};

use super::shown_name;
use crate::market::{DataKind, FileFingerprint, LoadedFile};
use crate::units::Money;
use crate::view::link_status::{Sender, SharedFigures};

/// The most files that a link names: years of option quotes may be hundreds.
const FILES: usize = 8;

/// What the sender had.
#[derive(Serialize, Deserialize)]
pub(super) struct SenderPayload {
    figures: Option<FiguresPayload>,
    files: Vec<FilePayload>,
    other_files: u32,
}

/// Money in cents, ratios in millionths.
#[derive(Serialize, Deserialize)]
struct FiguresPayload {
    final_equity: i64,
    total_return: Option<i64>,
    cagr: Option<i64>,
    sharpe: Option<i64>,
    max_drawdown: Option<i64>,
    days: u32,
}

/// 0 bars, 1 a volatility index or other series, 2 option quotes, 3 events.
#[derive(Serialize, Deserialize)]
struct FilePayload {
    kind: u8,
    name: String,
    fingerprint: [u8; 8],
}

const MICROS_PER_CENT: i64 = 10_000;
const MILLION: f64 = 1e6;

impl SenderPayload {
    /// As it is written.
    pub(super) fn of(sender: &Sender) -> Self {
        // Option quotes are the many: all else is named before them.
        let rank = |file: &&LoadedFile| file.kind == DataKind::Chain;
        let (quotes, others): (Vec<_>, Vec<_>) = sender.files.iter().partition(rank);
        let files = others.into_iter().chain(quotes).take(FILES).map(FilePayload::of);
        let unnamed = sender.files.len().saturating_sub(FILES) as u32;
        Self {
            figures: sender.figures.as_ref().map(FiguresPayload::of),
            files: files.collect(),
            other_files: sender.other_files.saturating_add(unnamed),
        }
    }

    /// As the page knows it; a kind of file that is not known is counted, not named.
    pub(super) fn sender(self) -> Sender {
        let all = self.files.len();
        let files: Vec<LoadedFile> =
            self.files.into_iter().take(FILES).filter_map(FilePayload::file).collect();
        let unknown = (all - files.len()) as u32;
        Sender {
            figures: self.figures.map(FiguresPayload::figures),
            files,
            other_files: self.other_files.saturating_add(unknown),
        }
    }
}

impl FiguresPayload {
    fn of(figures: &SharedFigures) -> Self {
        let millionths = |value: f64| (value * MILLION).round() as i64;
        Self {
            final_equity: figures.final_equity.as_micros() / MICROS_PER_CENT,
            total_return: figures.total_return.map(millionths),
            cagr: figures.cagr.map(millionths),
            sharpe: figures.sharpe.map(millionths),
            max_drawdown: figures.max_drawdown.map(millionths),
            days: figures.days,
        }
    }

    fn figures(self) -> SharedFigures {
        let ratio = |millionths: i64| millionths as f64 / MILLION;
        SharedFigures {
            final_equity: Money::micros(self.final_equity.saturating_mul(MICROS_PER_CENT)),
            total_return: self.total_return.map(ratio),
            cagr: self.cagr.map(ratio),
            sharpe: self.sharpe.map(ratio),
            max_drawdown: self.max_drawdown.map(ratio),
            days: self.days,
        }
    }
}

impl FilePayload {
    fn of(file: &LoadedFile) -> Self {
        let kind = match file.kind {
            DataKind::Bars => 0,
            DataKind::Volatility => 1,
            DataKind::Chain => 2,
            DataKind::Events => 3,
        };
        Self { kind, name: shown_name(&file.name), fingerprint: file.fingerprint.0 }
    }

    fn file(self) -> Option<LoadedFile> {
        let kind = match self.kind {
            0 => DataKind::Bars,
            1 => DataKind::Volatility,
            2 => DataKind::Chain,
            3 => DataKind::Events,
            _ => return None,
        };
        let fingerprint = FileFingerprint(self.fingerprint);
        Some(LoadedFile { name: shown_name(&self.name), kind, fingerprint })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Link, decode, encode};
    use super::*;
    use crate::engine::report::Digest;
    use crate::engine::versions;
    use crate::engine::{Scenario, fields};
    use crate::market::Fingerprint;
    use crate::profile::Profile;
    use sha2::{Digest as _, Sha256};

    fn plain() -> Link {
        let fingerprint = Fingerprint(Sha256::digest("market").into());
        let digest = Some(Digest(Sha256::digest("result").into()));
        let (scenario, data_name) = (Scenario::default(), "spy.csv".to_owned());
        Link {
            scenario,
            data_name,
            fingerprint,
            digest,
            sender: None,
            benchmark: None,
            removed: Vec::new(),
        }
    }

    fn with_sender() -> Link {
        let file = |name: &str, kind, byte| LoadedFile {
            name: name.to_owned(),
            kind,
            fingerprint: FileFingerprint([byte, 0x5a, 0xc3, 0x17, 0x99, 0x04, 0xe1, 0x78]),
        };
        let figures = SharedFigures {
            final_equity: Money::micros(1_214_310_250_000),
            total_return: Some(0.214_31),
            cagr: Some(0.039_3),
            sharpe: Some(0.62),
            max_drawdown: Some(-0.123),
            days: 5_031,
        };
        let files = vec![
            file("spy_2021_bars.csv", DataKind::Bars, 1),
            file("spy_2021_sample.csv", DataKind::Chain, 2),
        ];
        let sender = Some(Sender { figures: Some(figures), files, other_files: 0 });
        Link { sender, ..plain() }
    }

    #[test]
    fn files_and_figures_of_the_sender_round_trip() {
        let mut link = with_sender();
        let fragment = encode(&link);
        assert!(fragment.starts_with("4."), "{fragment}");
        assert!(fragment.len() < 270, "{} characters: {fragment}", fragment.len());
        assert_eq!(decode(&fragment), Ok(link.clone()));
        let own = link.scenario.structures.assignments(Profile::Skew);
        link.scenario.structures.custom[Profile::Skew.index()] = Some(own);
        assert_eq!(decode(&encode(&link)), Ok(link.clone()));
        let figures = link.sender.as_mut().and_then(|sender| sender.figures.as_mut());
        let figures = figures.expect("the link has them");
        (figures.cagr, figures.sharpe) = (None, None);
        assert_eq!(decode(&encode(&link)), Ok(link));
    }

    #[test]
    fn links_of_all_later_versions_still_decode() {
        let mut link = with_sender();
        link.scenario = versions::version_1_defaults();
        let own =
            versions::structures::version_1_assignments(Profile::Skew, &link.scenario.structures);
        link.scenario.structures.custom[Profile::Skew.index()] = Some(own);
        assert_eq!(decode(THIRD), Ok(link.clone()));
        link.sender = None;
        assert_eq!(decode(SECOND), Ok(link));
    }

    /// Recorded when versions 2 and 3 were defined.
    const SECOND: &str = "2.y_o4ZT4DELAXF1TqJReXPbk2-ZJfSs729hY1pdgJlxLqr_Dp1TR9Od_ktumMHe-bHYzfFol8X_rnFo_Ou2kJ2_9ofk2ZZ5Ox6kqfwssA4ZoZE60yQIYxMjLwFZSWKCQlJmcXFxSlJqYwMbIwgWQYGC7Y22gFgFSAKT6wGAA";
    const THIRD: &str = "3.OzCv8RoDELAXF1TqJReXPbk2-ZJfSs729hY1pdgJlxLqr_Dp1TR9Od_ktumMHe-bHYzfFol8X_rnFo_Ou2kJ2_9ofk2ZZ5Ox6kqfwssA4ZoZE60yGEGmMTIy8BWUligkJSZnFxcUpSamMDGyMIFkGBgu2NtoBYBUgCk-sBjjo_7nxYxnpkgxdjxjYTxw3ZvxfSP_cnUmBkGgs-KNDIwM45MSi4pBDmSMOiw-k-VhBZMwXKo4MbcgJxUkyQSVZAAA";

    #[test]
    fn long_file_lists_are_shortened_to_names_and_a_count() {
        let mut link = with_sender();
        let sender = link.sender.as_mut().expect("it has one");
        let one = sender.files[1].clone();
        sender.files.extend((0..200).map(|month| {
            let name = format!("spy_eod_{:04}{:02}.txt", 2005 + month / 12, 1 + month % 12);
            LoadedFile { name, ..one.clone() }
        }));
        let fragment = encode(&link);
        assert!(fragment.len() < 500, "{} characters", fragment.len());
        let sender = decode(&fragment).expect("it is a link").sender.expect("it has a sender");
        assert_eq!((sender.files.len(), sender.other_files), (8, 194));
        assert_eq!(sender.files[0].kind, DataKind::Bars);
    }

    #[test]
    fn links_stay_short() {
        /// At most so many characters without and with the sender's files and figures.
        fn check(changes: usize, most: [usize; 2]) {
            let change = |mut link: Link| {
                for field in fields::FIELDS.iter().take(changes) {
                    let value = field.minimum + (field.maximum - field.minimum) * 0.3;
                    field.set(&mut link.scenario, value);
                }
                encode(&link).len()
            };
            let found = [change(plain()), change(with_sender())];
            let is_short = found.iter().zip(most).all(|(found, most)| *found <= most);
            assert!(is_short, "{changes} changes: {found:?} characters");
        }
        check(0, [124, 212]);
        check(10, [180, 270]);
    }
}
