//! Values that views follow: leptos' reactivity, compiled once.
//!
//! A signal of leptos is compiled anew for every type it holds, and the page has forty. Here the
//! value lies in a cell and leptos keeps only who follows it, which is the same code for all types.
//! Signals live as long as the page, so they are plain copies of a reference.

use std::cell::RefCell;

use any_spawner::Executor;
use reactive_graph::computed::Memo as Version;
use reactive_graph::effect::RenderEffect;
use reactive_graph::owner::Owner;
use reactive_graph::signal::ArcTrigger;
use reactive_graph::traits::{Get, GetUntracked, Notify, Track};
use send_wrapper::SendWrapper;

pub use reactive_graph::graph::untrack;

/// Runs the page's first lines, with what all that follows lives in.
pub fn start(page: fn()) {
    let _ = Executor::init_wasm_bindgen(); // refuses only to be there twice
    let owner = Owner::new();
    owner.with(page);
    std::mem::forget(owner); // the page ends with its tab
}

/// A value that can be changed. Copies are the same signal.
pub struct Signal<T: 'static> {
    cell: &'static RefCell<T>,
    changed: &'static ArcTrigger,
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T> Signal<T> {
    /// A signal with its first value.
    pub fn new(value: T) -> Self {
        let changed = Box::leak(Box::new(ArcTrigger::new()));
        Self { cell: Box::leak(Box::new(RefCell::new(value))), changed }
    }

    /// Reads the value; what reads it so is called again when it changes.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.changed.track();
        read(&self.cell.borrow())
    }

    /// Reads the value once.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.cell.borrow())
    }

    /// A copy of the value; what reads it so is called again when it changes.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.changed.track();
        self.cell.borrow().clone()
    }

    /// A copy of the value.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.cell.borrow().clone()
    }

    /// Puts another value in place, and tells who follows.
    pub fn set(self, value: T) {
        self.cell.replace(value);
        self.changed.notify();
    }

    /// Changes the value, and tells who follows.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        change(&mut self.cell.borrow_mut());
        self.changed.notify();
    }
}

/// A value made from others, when it is asked for and one of them has changed. Copies are the same.
pub struct Memo<T: 'static> {
    cell: &'static RefCell<Option<T>>,
    /// Counts the changes of the value.
    version: Version<u32>,
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: Clone + PartialEq> Memo<T> {
    /// What `make` makes of the signals it reads and of the value before. An equal value is no
    /// change.
    pub fn new(make: impl Fn(Option<&T>) -> T + 'static) -> Self {
        let cell: &'static RefCell<Option<T>> = Box::leak(Box::default());
        let version = version(Box::new(move || {
            let made = Some(make(cell.borrow().as_ref()));
            let is_other = *cell.borrow() != made;
            if is_other {
                cell.replace(made);
            }
            is_other
        }));
        Self { cell, version }
    }

    /// A copy of the value; what reads it so is called again when it changes.
    pub fn get(self) -> T {
        self.version.get();
        self.value()
    }

    /// A copy of the value.
    pub fn get_untracked(self) -> T {
        self.version.get_untracked();
        self.value()
    }

    /// Reads the value; what reads it so is called again when it changes.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.get())
    }

    /// Reads the value once.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.get_untracked())
    }

    fn value(self) -> T {
        self.cell.borrow().clone().expect("the version was asked for, so the value was made")
    }
}

/// Counts how often `make` has made another value.
fn version(make: Box<dyn Fn() -> bool>) -> Version<u32> {
    let make = SendWrapper::new(make); // the page has one thread
    Version::new(move |before: Option<&u32>| before.copied().unwrap_or(0) + u32::from(make()))
}

/// Calls a function now, and again whenever a signal that it reads has changed, for as long as the
/// page lives.
pub fn follow(run: impl FnMut() + 'static) {
    follow_boxed(Box::new(run));
}

fn follow_boxed(mut run: Box<dyn FnMut()>) {
    std::mem::forget(RenderEffect::new(move |_: Option<()>| run()));
}
