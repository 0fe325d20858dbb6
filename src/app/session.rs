//! The flow: files to the engine, scenario to a run, result to the page.
//!
//! Views call a [`Session`] and read [`State`]; only this module writes what the engine says into
//! the state. One run is under way at a time. A change while it is young waits for its end, a
//! change while it is old replaces it; what was typed last is always what is run last.

mod keeping;
mod linking;
mod loading;
mod running;

use std::cell::RefCell;

use super::later::{after, on_address};
use super::now;
use super::signal::untrack;
use super::state::{Hint, State};
use super::worker::{WorkerEvent, Workers};
use crate::engine::choices::Choice;
use crate::engine::{Scenario, ScenarioError};
use crate::profile::Profile;
use crate::protocol::engine::Reply;
use crate::protocol::reader::{self, Refused};
use crate::view::form::{Control, Form, Span};
use crate::view::structure_form::{self, Change};
use crate::view::undo::Undo;

/// What the page does. Copies are the same session.
#[derive(Clone, Copy)]
pub struct Session {
    state: State,
    inner: &'static RefCell<Inner>,
}

#[derive(Default)]
struct Inner {
    engine: Option<Workers>,
    undo: Undo<Form>,
    loads: loading::Loads,
    runs: running::Runs,
    /// Whether the user has changed the scenario, so that the address must follow.
    is_changed: bool,
    is_address_due: bool,
}

impl Session {
    /// Starts the engine, restores the link, loads what is kept or the sample, and runs it.
    #[must_use]
    pub fn start(state: State) -> Self {
        let session = Self { state, inner: Box::leak(Box::default()) };
        let engine = Workers::start(move |event| session.hear(event));
        session.with(|inner| inner.engine = Some(engine));
        state.used.set(super::storage::hints());
        state.wanted.set(super::storage::wanted());
        session.open_location();
        session.first_files();
        on_address(move || session.follow_location());
        session
    }

    /// Takes text typed into a control.
    pub fn enter(self, control: Control, text: &str) {
        self.edit(key(control), |form, span| form.enter(control, text, span));
    }

    /// A control was left.
    pub fn leave(self, control: Control) {
        let mut form = self.form();
        form.leave(control);
        self.show(form);
    }

    /// Chooses an option.
    pub fn choose(self, choice: &'static Choice, option: usize) {
        self.edit(20_000 + u32::from(choice.code), |form, _| {
            choice.set(&mut form.scenario, option);
        });
    }

    /// Gives a control the value that changes are measured against.
    pub fn reset(self, control: Control) {
        let reference = untrack(|| self.state.reference());
        self.edit(key(control), |form, span| form.reset(control, &reference, span));
    }

    /// Changes the structures of a profile as a button says; what cannot be is said.
    pub fn change_structure(self, profile: Profile, structure: usize, change: Change) {
        self.edit_structures(profile, |scenario| {
            structure_form::change(scenario, profile, structure, change)
        });
    }

    /// Takes the structures of a profile from a file.
    pub fn load_structures(self, profile: Profile, text: &str) {
        match super::structure_file::parse(text) {
            Ok(own) => self
                .edit_structures(profile, |scenario| structure_form::adopt(scenario, profile, own)),
            Err(reason) => self.state.tell("structures", reason, true),
        }
    }

    /// What would leave a structure that cannot be traded changes nothing and is told.
    fn edit_structures(
        self,
        profile: Profile,
        change: impl FnOnce(&mut Scenario) -> Result<(), ScenarioError>,
    ) {
        let mut refused = None;
        self.edit(100_000 + u32::from(profile.number()), |form, _| {
            form.entries.retain(|control, _| !is_part_of(control, profile));
            refused = change(&mut form.scenario).err();
        });
        if let Some(error) = refused {
            self.state.tell("structures", error.to_string(), true);
        }
    }

    /// Gives everything the value that changes are measured against.
    pub fn reset_all(self) {
        let scenario = untrack(|| self.state.reference());
        self.edit(30_000, |form, _| {
            *form = Form { scenario, ..Form::default() };
            self.fit(&mut form.scenario);
        });
    }

    /// Takes the last change back.
    pub fn undo(self) {
        let now = self.form();
        if let Some(form) = self.with(|inner| inner.undo.back(now)) {
            self.restore(form);
        }
    }

    /// Makes the change again that was taken back.
    pub fn redo(self) {
        let now = self.form();
        if let Some(form) = self.with(|inner| inner.undo.forth(now)) {
            self.restore(form);
        }
    }

    /// Pins the result shown as the one that others are compared with; unpins it if it is.
    pub fn pin(self) {
        let shown = self.state.outcome.get_untracked();
        let pinned = self.state.baseline.get_untracked();
        let is_same = shown == pinned;
        self.state.baseline.set(if is_same { None } else { shown });
    }

    fn edit(self, control: u32, change: impl FnOnce(&mut Form, Option<Span>)) {
        let before = self.form();
        let mut after = before.clone();
        change(&mut after, self.span());
        if after == before {
            return;
        }
        self.with(|inner| inner.undo.record(before, control, now()));
        self.show(after);
    }

    fn restore(self, mut form: Form) {
        form.entries.retain(|_, entry| entry.error.is_some());
        form.settle(self.span());
        self.fit(&mut form.scenario);
        self.show(form);
    }

    /// Puts a form on the page; another scenario is run. Whether it is another.
    fn show(self, form: Form) -> bool {
        let Form { scenario, entries } = form;
        if self.state.entries.with_untracked(|shown| *shown != entries) {
            self.state.entries.set(entries);
        }
        let reach = self.with(|inner| inner.undo.reach());
        if self.state.reach.get_untracked() != reach {
            self.state.reach.set(reach);
        }
        let is_other = self.state.scenario.get_untracked() != scenario;
        if is_other {
            self.state.scenario.set(scenario);
            self.state.use_hint(Hint::Move);
            self.with(|inner| inner.is_changed = true);
            self.run();
        }
        is_other
    }

    fn form(self) -> Form {
        Form {
            scenario: self.state.scenario.get_untracked(),
            entries: self.state.entries.get_untracked(),
        }
    }

    fn span(self) -> Option<Span> {
        self.state.market.with_untracked(|market| market.as_ref().map(|market| market.span))
    }

    fn hear(self, event: WorkerEvent) {
        match event {
            WorkerEvent::Reader(reader::Reply::Loaded(loaded)) => self.loaded(*loaded),
            WorkerEvent::Reader(reader::Reply::Log(log, report)) => self.compare(*log, *report),
            WorkerEvent::Reader(reader::Reply::Refused(refused)) => self.refused(*refused),
            WorkerEvent::Reader(reader::Reply::Progress { share, text }) => {
                self.state.progress.set((share, text));
            }
            WorkerEvent::Reader(reader::Reply::Cleaned { .. }) => self.saved(),
            WorkerEvent::Engine(reply) => self.hear_engine(reply),
            WorkerEvent::ReaderFailed(error) => self.refused(Refused::because(error.to_string())),
            WorkerEvent::EngineFailed(error) => self.stopped(error.to_string()),
        }
    }

    fn hear_engine(self, reply: Reply) {
        match reply {
            Reply::Loaded(loaded) => self.loaded(*loaded),
            Reply::Held => {}
            Reply::Progress { id, done, total } => self.progressed(id, (done, total)),
            // Reading the reply was a task; showing it is another, so that neither is felt.
            Reply::Done { id, milliseconds, outcome } => {
                after(0.0, move || self.finished(id, milliseconds, *outcome));
            }
            Reply::Failed { id: Some(id), message } => self.run_failed(id, message),
            Reply::Failed { id: None, message } => self.stopped(message),
        }
    }

    /// Nothing more is to be expected for what was asked.
    fn stopped(self, message: String) {
        self.give_up_loading();
        self.run_stopped(message);
    }

    /// The engine may call back at once, so it is not called while anything is held.
    fn ask(self, request: impl FnOnce(&Workers)) {
        if let Some(engine) = self.with(|inner| inner.engine.clone()) {
            request(&engine);
        }
    }

    fn with<R>(self, read: impl FnOnce(&mut Inner) -> R) -> R {
        read(&mut self.inner.borrow_mut())
    }
}

fn is_part_of(control: Control, profile: Profile) -> bool {
    matches!(control, Control::Part(part) if part.profile == profile)
}

/// Tells controls apart for undo.
fn key(control: Control) -> u32 {
    match control {
        Control::Number(code) => u32::from(code),
        Control::From => 10_001,
        Control::To => 10_002,
        Control::Part(part) => 100_000 + part.code(),
    }
}
