//! Files to import: in memory, or read piece by piece, with progress.

use std::cell::Cell;
use std::future;
use std::io::{self, Read, Seek, SeekFrom};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::import::findings::role::Role;

/// One file in memory.
#[derive(Clone, Copy, Debug)]
pub struct SourceFile<'a> {
    /// Its name, used in messages, and to tell volatility indices apart.
    pub name: &'a str,
    /// What it holds; `None` to find out from header, name and content.
    pub role: Option<Role>,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Bytes with random access.
pub trait Content: Read + Seek {}

impl<T: Read + Seek> Content for T {}

/// One file that is not in memory. Option quotes are read piece by piece, whatever the size.
pub struct Input<'a> {
    /// Its name, used in messages, and to tell volatility indices apart.
    pub name: &'a str,
    /// What it holds; `None` to find out from header, name and content.
    pub role: Option<Role>,
    /// Its bytes.
    pub content: Box<dyn Content + 'a>,
}

impl<'a> From<&SourceFile<'a>> for Input<'a> {
    fn from(file: &SourceFile<'a>) -> Self {
        let SourceFile { name, role, bytes } = *file;
        Self { name, role, content: Box::new(io::Cursor::new(bytes)) }
    }
}

/// Progress of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read of all files, as they are given: packed ones count packed.
    pub bytes: u64,
    /// Bytes of all files.
    pub of: u64,
    /// Rows of option quotes read.
    pub rows: u64,
    /// Option quotes kept of them.
    pub quotes: u64,
}

/// Observes an import: receives its progress, and can make it wait.
pub trait Watch {
    /// Receives the progress.
    fn hear(&mut self, progress: Progress);

    /// Awaited between two pieces of a file, so that requested bytes can arrive.
    fn pause(&mut self) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        Box::pin(future::ready(()))
    }
}

impl<T: FnMut(Progress)> Watch for T {
    fn hear(&mut self, progress: Progress) {
        self(progress);
    }
}

/// Runs an import that never waits to its end.
pub(crate) fn at_once<T>(import: impl Future<Output = T>) -> T {
    let mut import = pin!(import);
    loop {
        if let Poll::Ready(made) = import.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return made;
        }
    }
}

/// Content that records its read position.
pub(crate) struct Watched<'a> {
    content: Box<dyn Content + 'a>,
    at: Rc<Cell<u64>>,
}

impl<'a> Watched<'a> {
    pub(crate) fn new(content: Box<dyn Content + 'a>, at: Rc<Cell<u64>>) -> Self {
        Self { content, at }
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(into)?;
        self.at.set(self.at.get() + read as u64);
        Ok(read)
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = self.content.seek(to)?;
        self.at.set(at);
        Ok(at)
    }
}
