//! Decodes a long list in one allocation. serde alone reserves one MiB and doubles that until the
//! list has room, which copies a report's days three times and grows the page's memory for good.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

/// Room for more rows than this is not taken on the word of a message: two centuries of days.
const MOST_RESERVED: usize = 50_000;

pub(super) fn deserialize<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    from.deserialize_seq(List(PhantomData))
}

struct List<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::with_capacity(rows.size_hint().unwrap_or(0).min(MOST_RESERVED));
        while let Some(row) = rows.next_element()? {
            list.push(row);
        }
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    #[derive(serde::Serialize, serde::Deserialize)]
    struct Rows(#[serde(deserialize_with = "super::deserialize")] Vec<[u64; 20]>);

    #[test]
    fn a_list_of_more_than_a_mebibyte_takes_one_allocation() {
        let rows = Rows((0..20_000).map(|row| [row; 20]).collect());
        let bytes = postcard::to_allocvec(&rows).expect("rows are plain numbers");
        let read: Rows = postcard::from_bytes(&bytes).expect("they were just written");
        assert_eq!(read.0, rows.0);
        assert_eq!(read.0.capacity(), rows.0.len());
    }

    #[test]
    fn a_message_that_promises_too_much_reserves_little() {
        let promised = postcard::to_allocvec(&(u64::MAX >> 1)).expect("a number");
        assert!(postcard::from_bytes::<Rows>(&promised).is_err());
    }
}
