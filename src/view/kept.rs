//! Which files stay on the user's computer between visits.

/// A set of files that is kept, or may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Names and sizes in bytes, in their order.
    pub files: Vec<(String, u64)>,
    /// Whether bad rows of theirs are left out.
    pub skips_bad_rows: bool,
    /// Whether several rows of a day are aggregated.
    pub aggregates_intraday: bool,
    /// Whether they stand beside the sample, which need not be kept.
    pub is_beside_sample: bool,
}

/// Where a browser keeps files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrowserStore {
    /// The origin's private file system.
    PrivateFiles,
    /// A database of the origin (IndexedDB), where pages cannot write private files.
    Database,
}

/// Where a set of files is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptLocation {
    /// In which of the browser's stores.
    pub store: BrowserStore,
    /// In which folder: every set has one of its own.
    pub folder: String,
}

/// A set of files and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSet {
    /// The files.
    pub kept: Kept,
    /// Where they are.
    pub place: KeptLocation,
}

/// The folder of sets whose text names none, as the first releases wrote them.
const FIRST_FOLDER: &str = "data";
/// How folders are named: this, the time of the visit and a random number.
const PREFIX: &str = "kept-";
/// A folder that no set is in any more is left alone for so long, milliseconds: another tab may
/// be writing it.
const ABANDONED: f64 = 3_600_000.0;

impl KeptLocation {
    /// A folder that no other tab has; `now` in milliseconds since 1970, `random` from 0 to 1.
    ///
    /// ```
    /// use rotation::view::kept::{KeptLocation, BrowserStore};
    /// let place = KeptLocation::new(BrowserStore::Database, 1_700_000_000_000.0, 0.5);
    /// assert_eq!(place.folder, "kept-1700000000000-500000000");
    /// assert!(!KeptLocation::is_abandoned(&place.folder, 1_700_000_000_000.0 + 60_000.0));
    /// assert!(KeptLocation::is_abandoned(&place.folder, 1_700_000_000_000.0 + 7_200_000.0));
    /// assert!(!KeptLocation::is_abandoned("data", 1e15));
    /// ```
    #[must_use]
    pub fn new(store: BrowserStore, now: f64, random: f64) -> Self {
        let folder = format!("{PREFIX}{}-{}", now as u64, (random * 1e9) as u64);
        Self { store, folder }
    }

    /// Whether a folder was begun long ago, so that it may be deleted if no set is in it.
    #[must_use]
    pub fn is_abandoned(folder: &str, now: f64) -> bool {
        let begun = folder.strip_prefix(PREFIX).and_then(|rest| rest.split('-').next());
        begun.and_then(|time| time.parse().ok()).is_some_and(|time: f64| now - time > ABANDONED)
    }
}

impl StoredSet {
    /// The set as text: how bad rows are treated, "daily" if several rows of a day are aggregated,
    /// "sample" if the files stand beside it, and where they are; then size and name of each file,
    /// a line each.
    ///
    /// ```
    /// use rotation::view::kept::{Kept, KeptLocation, BrowserStore, StoredSet};
    /// let files = vec![("spy, daily.csv".to_owned(), 120)];
    /// let kept = Kept { files, skips_bad_rows: true, ..Kept::default() };
    /// let place = KeptLocation::new(BrowserStore::PrivateFiles, 7.0, 0.0);
    /// let set = StoredSet { kept, place };
    /// assert_eq!(set.to_text(), "skip files:kept-7-0\n120 spy, daily.csv");
    /// assert_eq!(StoredSet::from_text(&set.to_text()), Some(set));
    /// ```
    #[must_use]
    pub fn to_text(&self) -> String {
        let Self { kept, place } = self;
        let mut text = if kept.skips_bad_rows { "skip" } else { "refuse" }.to_owned();
        if kept.aggregates_intraday {
            text += " daily";
        }
        if kept.is_beside_sample {
            text += " sample";
        }
        text += match place.store {
            BrowserStore::PrivateFiles => " files:",
            BrowserStore::Database => " database:",
        };
        text += &place.folder;
        for (name, size) in &kept.files {
            let name: String = name.chars().filter(|character| !character.is_control()).collect();
            text += &format!("\n{size} {name}");
        }
        text
    }

    /// What [`to_text`](Self::to_text) wrote, in this release or an earlier one; `None` for any
    /// other text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let mut words = lines.next()?.split(' ');
        let mut kept = Kept {
            skips_bad_rows: match words.next()? {
                "skip" => true,
                "refuse" => false,
                _ => return None,
            },
            ..Kept::default()
        };
        let mut place =
            KeptLocation { store: BrowserStore::PrivateFiles, folder: FIRST_FOLDER.to_owned() };
        for word in words {
            match word.split_once(':') {
                None if word == "daily" => kept.aggregates_intraday = true,
                None if word == "sample" => kept.is_beside_sample = true,
                Some(("files", folder)) => place.folder = checked_folder(folder)?,
                Some(("database", folder)) => {
                    place = KeptLocation {
                        store: BrowserStore::Database,
                        folder: checked_folder(folder)?,
                    };
                }
                _ => return None,
            }
        }
        let file = |line: &str| {
            let (size, name) = line.split_once(' ')?;
            Some((name.to_owned(), size.parse().ok()?))
        };
        kept.files = lines.map(file).collect::<Option<_>>()?;
        (!kept.files.is_empty()).then_some(Self { kept, place })
    }
}

/// The name of a folder, if it is one that is written here.
fn checked_folder(name: &str) -> Option<String> {
    let is_plain = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-';
    (!name.is_empty() && name.bytes().all(is_plain)).then(|| name.to_owned())
}

/// Why files are not kept, or kept files cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeepError {
    /// The browser has no store that a page may write files to, or none in this window.
    #[error(
        "this browser lets the page keep no files, as in some private windows; use a current \
         browser and an ordinary window"
    )]
    NoStore,
    /// The browser does not take the entry that says which files are kept.
    #[error(
        "the browser's storage is turned off for this page, or full; allow it in the browser's \
         settings"
    )]
    StorageOff,
    /// The disk, or the page's quota, is full.
    #[error("there is no room for {0}; free disk space, or keep fewer files")]
    Full(String),
    /// A file was read back and has another size.
    #[error("{0} was not stored whole; try again")]
    Incomplete(String),
    /// Anything else, with the browser's name for it.
    #[error("the browser did not store them ({0}); try again, or use another browser")]
    Failed(String),
    /// What was kept is gone.
    #[error("the files kept on this computer are not there any more; drop them again")]
    Gone,
}

impl KeepError {
    /// The error of a browser by its name, while files of so many bytes were written.
    ///
    /// ```
    /// use rotation::view::kept::KeepError;
    /// let error = KeepError::named("QuotaExceededError", 12_340_000);
    /// assert_eq!(error, KeepError::Full("12.3 MB".to_owned()));
    /// ```
    #[must_use]
    pub fn named(name: &str, bytes: u64) -> Self {
        match name {
            "QuotaExceededError" => Self::Full(size_text(bytes)),
            "" => Self::Failed("unknown error".to_owned()),
            _ => Self::Failed(name.to_owned()),
        }
    }

    /// Why the files of the market are not kept, and whether the previous set still is.
    #[must_use]
    pub fn describe(&self, before: Option<&Kept>) -> String {
        let before =
            before.map_or_else(String::new, |before| format!(" Still kept: {}.", before.shown()));
        format!("The files are not kept: {self}.{before}")
    }
}

/// The notice of a tab when another tab has changed the kept files.
#[must_use]
pub fn changed_elsewhere(kept: Option<&Kept>) -> String {
    match kept {
        Some(kept) => {
            format!("Another tab of this page keeps other files now: {}.", kept.shown())
        }
        None => "Another tab of this page deleted the kept files.".to_owned(),
    }
}

/// Bytes as they are read.
fn size_text(bytes: u64) -> String {
    match bytes {
        ..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

impl Kept {
    /// The names and how much they take together.
    ///
    /// ```
    /// use rotation::view::kept::Kept;
    /// let files = vec![("spy.csv".to_owned(), 120_000), ("vix.csv".to_owned(), 4_500_000)];
    /// let kept = Kept { files, ..Kept::default() };
    /// assert_eq!(kept.shown(), "spy.csv, vix.csv (4.6 MB)");
    /// let kept = Kept { is_beside_sample: true, ..kept };
    /// assert_eq!(kept.shown(), "spy.csv, vix.csv (4.6 MB) beside the sample");
    /// ```
    #[must_use]
    pub fn shown(&self) -> String {
        let names: Vec<String> = self.files.iter().map(|(name, _)| name.clone()).collect();
        let bytes: u64 = self.files.iter().map(|(_, size)| size).sum();
        let beside = if self.is_beside_sample { " beside the sample" } else { "" };
        format!("{} ({}){beside}", few(&names), size_text(bytes))
    }
}

/// The first names of a list, and how many more there are.
///
/// ```
/// use rotation::view::kept::few;
/// let names = ["a", "b", "c", "d", "e"].map(str::to_owned);
/// assert_eq!(few(&names[..4]), "a, b, c, d");
/// assert_eq!(few(&names), "a, b, c and 2 more");
/// ```
#[must_use]
pub fn few(names: &[String]) -> String {
    const SHOWN: usize = 3;
    if names.len() <= SHOWN + 1 {
        return names.join(", ");
    }
    format!("{} and {} more", names[..SHOWN].join(", "), names.len() - SHOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(name: &str) -> Kept {
        Kept { files: vec![(name.to_owned(), 1)], ..Kept::default() }
    }

    #[test]
    fn unknown_records_of_kept_files_are_rejected() {
        for text in [
            "",
            "skip",
            "keep\n1 a",
            "skip\n1",
            "skip\nx a.csv",
            "refuse\n1 a\n\n",
            "refuse files:\n1 a",
            "refuse files:../up\n1 a",
            "refuse tape:kept-1-2\n1 a",
            "refuse samples\n1 a",
        ] {
            assert_eq!(StoredSet::from_text(text), None, "{text:?}");
        }
        let place = KeptLocation::new(BrowserStore::Database, 1.0, 0.0);
        let odd = StoredSet { kept: kept("a\nb.csv"), place };
        assert_eq!(odd.to_text(), "refuse database:kept-1-0\n1 ab.csv");
    }

    #[test]
    fn kept_files_of_the_first_releases_are_found() {
        let set = StoredSet::from_text("skip\n120 spy.csv\n7 vix.csv").expect("it was written");
        let files = vec![("spy.csv".to_owned(), 120), ("vix.csv".to_owned(), 7)];
        let before = Kept { files, skips_bad_rows: true, ..Kept::default() };
        assert_eq!(set.kept, before);
        let first = KeptLocation { store: BrowserStore::PrivateFiles, folder: "data".to_owned() };
        assert_eq!(set.place, first);
    }

    #[test]
    fn a_database_set_beside_the_sample_round_trips() {
        let place = KeptLocation::new(BrowserStore::Database, 5.0, 0.25);
        let set = StoredSet { kept: Kept { is_beside_sample: true, ..kept("c.csv") }, place };
        assert_eq!(set.to_text(), "refuse sample database:kept-5-250000000\n1 c.csv");
        assert_eq!(StoredSet::from_text(&set.to_text()), Some(set));
    }

    #[test]
    fn a_set_of_aggregated_bars_comes_back() {
        let place = KeptLocation::new(BrowserStore::PrivateFiles, 5.0, 0.25);
        let set = StoredSet { kept: Kept { aggregates_intraday: true, ..kept("c.csv") }, place };
        assert_eq!(set.to_text(), "refuse daily files:kept-5-250000000\n1 c.csv");
        assert_eq!(StoredSet::from_text(&set.to_text()), Some(set));
    }

    #[test]
    fn each_reason_says_what_happened_what_to_do_and_what_is_still_kept() {
        fn check(error: KeepError, before: Option<&Kept>, text: &str) {
            assert_eq!(error.describe(before), text);
        }
        let old = kept("old.csv");
        check(
            KeepError::named("QuotaExceededError", 2_500_000_000),
            Some(&old),
            "The files are not kept: there is no room for 2500.0 MB; free disk space, or keep \
             fewer files. Still kept: old.csv (1 kB).",
        );
        check(
            KeepError::StorageOff,
            None,
            "The files are not kept: the browser's storage is turned off for this page, or full; \
             allow it in the browser's settings.",
        );
        check(
            KeepError::NoStore,
            None,
            "The files are not kept: this browser lets the page keep no files, as in some private \
             windows; use a current browser and an ordinary window.",
        );
        check(
            KeepError::Incomplete("spy.csv".to_owned()),
            None,
            "The files are not kept: spy.csv was not stored whole; try again.",
        );
        check(
            KeepError::named("UnknownError", 1),
            None,
            "The files are not kept: the browser did not store them (UnknownError); try again, or \
             use another browser.",
        );
        assert_eq!(KeepError::named("", 1), KeepError::Failed("unknown error".to_owned()));
        let other = "Another tab of this page keeps other files now: old.csv (1 kB).";
        assert_eq!(changed_elsewhere(Some(&old)), other);
        assert_eq!(changed_elsewhere(None), "Another tab of this page deleted the kept files.");
    }
}
