//! The sample as the page fetches it: a CSV of daily bars in columns of small integers.
//!
//! A price differs little from the one before it, so that it takes a byte or two where its text
//! takes seven, and what is left compresses to half of what the text does. The text comes back
//! byte by byte; whoever imports it sees no difference. Only std is used, since the build compiles
//! this file as well, to pack with.

/// The columns there are.
pub const COLUMNS: [&str; 6] = ["date", "open", "high", "low", "close", "vix"];

/// A row in integers.
#[derive(Clone, Copy, Default)]
pub struct Row {
    /// The day as [`day`] counts it.
    day: i64,
    /// First price, hundredths.
    pub open: i64,
    /// Highest price, hundredths.
    pub high: i64,
    /// Lowest price, hundredths.
    pub low: i64,
    /// Last price, hundredths.
    pub close: i64,
    /// Volatility index, hundredths of a percent point.
    pub vix: Option<i64>,
}

impl Row {
    /// Year, month and day of the month.
    #[must_use]
    pub fn date(&self) -> (i64, i64, i64) {
        (self.day / 372, self.day / 31 % 12 + 1, self.day % 31 + 1)
    }
}

/// Packs a CSV of this very form: ISO dates, prices with two decimals, a volatility index with one
/// or two or none at all. `None` if the text would not come back as it is.
#[must_use]
pub fn pack(csv: &str) -> Option<Vec<u8>> {
    let rows: Vec<Row> = csv.strip_prefix(&header())?.lines().map(read).collect::<Option<_>>()?;
    let mut bytes = Vec::new();
    put(&mut bytes, rows.len() as i64);
    let mut before = Row::default();
    let mut last_vix = 0;
    let mut columns = [const { Vec::new() }; 6];
    for row in rows {
        let Row { day, open, high, low, close, vix } = row;
        let index = vix.map_or(0, |vix| folded(vix - last_vix) + 1);
        let parts = [
            day - before.day,
            folded(open - before.close),
            high - open.max(close),
            open.min(close) - low,
            folded(close - open),
            index,
        ];
        columns.iter_mut().zip(parts).for_each(|(column, part)| put(column, part));
        last_vix = vix.unwrap_or(last_vix);
        before = row;
    }
    bytes.extend(columns.concat());
    (unpack(&bytes)? == csv).then_some(bytes)
}

/// The CSV that was packed. `None` if the bytes are no packed CSV.
#[must_use]
pub fn unpack(bytes: &[u8]) -> Option<String> {
    let mut csv = header();
    rows(bytes)?.into_iter().for_each(|row| write(&mut csv, row));
    Some(csv)
}

/// The rows that were packed. `None` if the bytes are no packed CSV.
#[must_use]
pub fn rows(bytes: &[u8]) -> Option<Vec<Row>> {
    let mut rest = bytes;
    let count = usize::try_from(take(&mut rest)?).ok().filter(|count| *count <= rest.len())?;
    let mut parts = vec![[0; 6]; count];
    for column in 0..6 {
        for row in &mut parts {
            row[column] = take(&mut rest)?;
        }
    }
    let mut before = Row::default();
    let mut vix = 0;
    let rows = parts.into_iter().map(|[day, open, high, low, close, index]| {
        let open = before.close + unfolded(open);
        let close = open + unfolded(close);
        let (high, low) = (open.max(close) + high, open.min(close) - low);
        if index > 0 {
            vix += unfolded(index - 1);
        }
        before = Row { day: before.day + day, open, high, low, close, vix: None };
        Row { vix: (index > 0).then_some(vix), ..before }
    });
    Some(rows.collect())
}

/// The first line.
fn header() -> String {
    COLUMNS.join(",") + "\n"
}

fn read(line: &str) -> Option<Row> {
    let cells: Vec<&str> = line.split(',').collect();
    let [date, open, high, low, close, vix] = cells[..] else { return None };
    let mut date = date.splitn(3, '-').map(|part| part.parse().ok());
    let day = day(date.next()??, date.next()??, date.next()??);
    let vix = if vix.is_empty() { None } else { Some(hundredths(vix)?) };
    let [open, high, low, close] =
        [hundredths(open)?, hundredths(high)?, hundredths(low)?, { hundredths(close)? }];
    Some(Row { day, open, high, low, close, vix })
}

fn write(csv: &mut String, row: Row) {
    let (year, month, date) = row.date();
    csv.push_str(&format!("{year:04}-{month:02}-{date:02}"));
    for price in [row.open, row.high, row.low, row.close] {
        csv.push_str(&format!(",{}.{:02}", price / 100, price % 100));
    }
    csv.push(',');
    match row.vix {
        Some(vix) if vix % 10 == 0 => csv.push_str(&format!("{}.{}", vix / 100, vix / 10 % 10)),
        Some(vix) => csv.push_str(&format!("{}.{:02}", vix / 100, vix % 100)),
        None => {}
    }
    csv.push('\n');
}

/// Counts days as if every month had 31: the way back needs no calendar.
fn day(year: i64, month: i64, date: i64) -> i64 {
    (year * 12 + month - 1) * 31 + date - 1
}

fn hundredths(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.')?;
    let fraction = match fraction.len() {
        1 => fraction.parse::<i64>().ok()? * 10,
        2 => fraction.parse().ok()?,
        _ => return None,
    };
    Some(whole.parse::<i64>().ok()? * 100 + fraction)
}

/// Small numbers of either sign as small numbers: 0, -1, 1, -2 become 0, 1, 2, 3.
fn folded(number: i64) -> i64 {
    (number << 1) ^ (number >> 63)
}

fn unfolded(number: i64) -> i64 {
    (number >> 1) ^ -(number & 1)
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
fn put(bytes: &mut Vec<u8>, mut number: i64) {
    while number > 127 {
        bytes.push(((number & 127) | 128) as u8);
        number >>= 7;
    }
    bytes.push((number & 127) as u8);
}

/// At most four bytes, so that sums of what is read stay far from the limits of their type.
fn take(bytes: &mut &[u8]) -> Option<i64> {
    let mut number = 0;
    for place in 0..4 {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= i64::from(first & 127) << (7 * place);
        if first & 128 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_DAYS: &str = "date,open,high,low,close,vix\n\
                            2018-12-28,2498.77,2520.27,2472.89,2485.74,28.3\n\
                            2019-01-02,2476.96,2519.49,2467.47,2510.03,\n";

    #[test]
    fn a_csv_comes_back_byte_by_byte() {
        let packed = pack(TWO_DAYS).expect("the text has the form");
        assert_eq!(packed.len(), 25);
        assert_eq!(unpack(&packed).as_deref(), Some(TWO_DAYS));
    }

    #[test]
    fn the_sample_comes_back_at_a_fifth_of_its_length() {
        let csv = include_str!("../../www/data/sp500.csv");
        let packed = pack(csv).expect("the sample has the form");
        assert_eq!(unpack(&packed).as_deref(), Some(csv));
        assert!(packed.len() < csv.len() / 5);
    }

    #[test]
    fn another_form_is_refused() {
        for (from, to) in
            [("date,", "day,"), ("2498.77", "2498.7"), (",28.3", ",28.30"), ("\n2", "\n")]
        {
            assert_eq!(pack(&TWO_DAYS.replacen(from, to, 1)), None, "{from} as {to}");
        }
    }

    #[test]
    fn any_bytes_are_safe() {
        let packed = pack(TWO_DAYS).expect("the text has the form");
        for end in 0..packed.len() {
            assert_eq!(unpack(&packed[..end]), None);
        }
        assert_eq!(unpack(&[255; 64]), None);
        assert!(unpack(&[vec![2], vec![127; 12]].concat()).is_some());
    }
}
