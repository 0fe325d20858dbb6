//! What to try after files were refused: the same without one, or others.

use super::loading::{Batch, Loads};
use crate::protocol::reader::Refused;

impl Loads {
    /// The batches to try after the first one was refused; without any, `refused` becomes what is
    /// to be said.
    pub(super) fn next_to_try(&mut self, refused: &mut Refused) -> Option<Vec<Batch>> {
        let pending = &mut self.pending;
        if let Some(first) = pending.first().filter(|batch| !batch.is_kept)
            && let Some(file) = first.file_to_leave_out(refused)
        {
            for batch in pending.iter_mut() {
                batch.files.retain(|other| other.name != file);
                batch.left_out.push(refused.left_out());
            }
            return Some(std::mem::take(pending));
        }
        let mut tried = (!pending.is_empty()).then(|| pending.remove(0));
        if refused.wants_other_files
            && let Some(next) = pending.first_mut()
        {
            let has_more = tried.is_some_and(|tried| next.files.len() > tried.files.len());
            if refused.is_contradiction && has_more {
                next.contradiction = Some(Box::new(refused.clone()));
            }
            return Some(std::mem::take(pending));
        }
        let contradiction = tried.as_mut().and_then(|tried| tried.contradiction.take());
        if let Some(first) = contradiction.filter(|_| refused.is_contradiction) {
            *refused = *first;
        }
        self.refused = tried.into_iter().chain(std::mem::take(pending)).collect();
        None
    }
}

impl Batch {
    /// The name of the file to leave out, so that the others can be read.
    fn file_to_leave_out(&self, refused: &Refused) -> Option<String> {
        let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        refused.file_to_leave_out(&names).map(|at| names[at].to_owned())
    }
}
