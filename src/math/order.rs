//! Sorting numbers, in one place: the library's sorts are compiled anew wherever they are called,
//! at four kilobytes each.

/// Puts numbers in order, the smallest first.
///
/// ```
/// let mut values = [2.0, -1.0, 0.5];
/// rotation::math::sort(&mut values);
/// assert_eq!(values, [-1.0, 0.5, 2.0]);
/// ```
#[inline(never)]
pub fn sort(values: &mut [f64]) {
    values.sort_unstable_by(f64::total_cmp);
}

/// Puts items in the order of their keys; equal ones keep theirs. By insertion: for lists that are
/// short or nearly in order, such as the quotes of one expiry.
///
/// ```
/// let mut pairs = [(2.0, 'a'), (1.0, 'b'), (2.0, 'c'), (0.0, 'd')];
/// rotation::math::sort_by_key(&mut pairs, |pair| pair.0);
/// assert_eq!(pairs.map(|pair| pair.1), ['d', 'b', 'a', 'c']);
/// ```
pub fn sort_by_key<T: Copy>(items: &mut [T], key: impl Fn(&T) -> f64) {
    for next in 1..items.len() {
        let item = items[next];
        let at = key(&item);
        let place = items[..next].partition_point(|other| key(other).total_cmp(&at).is_le());
        items.copy_within(place..next, place + 1);
        items[place] = item;
    }
}
