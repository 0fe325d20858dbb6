//! What the page does: loads files, runs scenarios, follows links, keeps files.
//!
//! Components call a [`Session`] and read the contexts of [`state`](super::state); only this module
//! writes what the workers answer into them. One run is under way at a time. A change during a
//! short run waits for its end, a change during a long one replaces it; the last value that was
//! chosen is always the last that is run.

mod baseline;
mod comparing;
mod keeping;
mod linking;
mod loading;
mod retrying;
mod running;
mod uncertainty;

use leptos::prelude::*;

use super::platform::timer::{after, on_address_change};
use super::platform::{now, storage};
use super::state::{
    DataState, Hint, Notices, Panels, ReadProgress, RunState, ScenarioState, Selection,
};
use super::worker::{WorkerEvent, Workers};
use crate::engine::choices::Choice;
use crate::engine::versions;
use crate::engine::{Scenario, ScenarioError};
use crate::profile::Profile;
use crate::protocol::engine::EngineReply;
use crate::protocol::reader::{self, Refused};
use crate::view::file_name::file_name;
use crate::view::form::{Control, DataRange, Form};
use crate::view::kept::KeptLocation;
use crate::view::structure_form::{self, StructureEdit};
use crate::view::structure_json;
use crate::view::undo::Undo;

/// The page's actions, and the contexts they write. Copies are the same session.
#[derive(Clone, Copy)]
pub struct Session {
    /// What is chosen.
    pub scenario: ScenarioState,
    /// What is loaded.
    pub data: DataState,
    /// The result of the run.
    pub run: RunState,
    /// The selected day and trade.
    pub selection: Selection,
    /// What is open.
    pub panels: Panels,
    /// Messages and hints.
    pub notices: Notices,
    inner: StoredValue<Inner, LocalStorage>,
}

#[derive(Default)]
struct Inner {
    engine: Option<Workers>,
    undo: Undo<Form>,
    loads: loading::Loads,
    runs: running::Runs,
    baseline: baseline::RememberedBaseline,
    levels: uncertainty::LevelRuns,
    comparison: comparing::Comparison,
    /// Where the files are that are kept.
    kept_at: Option<KeptLocation>,
    /// Whether the user has changed the scenario, so that the address must follow.
    is_changed: bool,
    /// How often the address was asked to follow: only the last time counts.
    address_asked: u32,
}

impl Session {
    /// Starts the engine, restores the link, loads the kept files or the sample, and runs.
    /// Provides every context to the component that calls it and to all below.
    #[must_use]
    pub fn provide() -> Self {
        let data = DataState::new();
        let run = RunState::new(data);
        let session = Self {
            scenario: ScenarioState::new(run),
            data,
            run,
            selection: Selection::new(),
            panels: Panels::new(),
            notices: Notices::new(),
            inner: StoredValue::new_local(Inner::default()),
        };
        provide_context(session.scenario);
        provide_context(session.data);
        provide_context(session.run);
        provide_context(session.selection);
        provide_context(session.panels);
        provide_context(session.notices);
        provide_context(session);
        let engine = Workers::start(move |event| session.handle_event(event));
        session.with(|inner| inner.engine = Some(engine));
        session.watch_benchmarks();
        session.read_baseline();
        session.open_address();
        session.load_first_files();
        on_address_change(move || session.follow_address());
        storage::on_change(move || session.follow_kept());
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

    /// A slider is being dragged: its values until [`Session::end_drag`] are one step of undo.
    pub fn begin_drag(self) {
        self.with(|inner| inner.undo.begin_drag());
    }

    /// The slider was let go.
    pub fn end_drag(self) {
        self.with(|inner| inner.undo.end_drag());
    }

    /// Chooses an option.
    pub fn choose(self, choice: &'static Choice, option: usize) {
        self.edit(20_000 + u32::from(choice.code), |form, _| {
            choice.set(&mut form.scenario, option);
        });
    }

    /// Gives a control the value that changes are measured against.
    pub fn reset(self, control: Control) {
        let reference = self.scenario.reference.get_untracked();
        self.edit(key(control), |form, span| form.reset(control, &reference, span));
    }

    /// Edits the structures of a profile; an invalid edit shows a notice.
    pub fn change_structure(self, profile: Profile, structure: usize, change: StructureEdit) {
        self.edit_structures(profile, |scenario| {
            structure_form::change(scenario, profile, structure, change)
        });
    }

    /// Takes the structures of a profile from a file.
    pub fn load_structures(self, profile: Profile, text: &str) {
        match structure_json::read(text) {
            Ok(own) => self
                .edit_structures(profile, |scenario| structure_form::adopt(scenario, profile, own)),
            Err(error) => self.notices.show("structures", error.to_string(), true),
        }
    }

    /// An edit that would make a structure untradable is rejected with a notice.
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
        match refused {
            Some(error) => self.notices.show("structures", error.to_string(), true),
            None => self.notices.dismiss("structures"),
        }
    }

    /// Gives everything the value that changes are measured against.
    pub fn reset_all(self) {
        let scenario = self.scenario.reference.get_untracked();
        self.edit(30_000, |form, _| {
            *form = Form { scenario, ..Form::default() };
            self.fit(&mut form.scenario);
        });
    }

    /// Gives a scenario of an earlier model version today's choices.
    pub fn adopt_todays_choices(self) {
        self.edit(30_002, |form, _| {
            form.scenario = versions::with_todays_choices(&form.scenario);
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

    /// The name of a file about the result shown: its data, period, `what` it is, and its digest.
    #[must_use]
    pub fn file_name(self, what: &str, extension: &str) -> String {
        let named = self.run.result.with_untracked(|own| {
            let own = own.as_ref()?;
            let days = &own.report().days;
            let span = (days.first()?.date, days.last()?.date);
            let digest = own.run().review.digest.to_string();
            Some(file_name(own.data_name(), span, what, &digest, extension))
        });
        named.unwrap_or_else(|| format!("{what}.{extension}"))
    }

    fn edit(self, control: u32, change: impl FnOnce(&mut Form, Option<DataRange>)) {
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

    /// Shows a form and runs its scenario if that is another one. Whether it is.
    fn show(self, form: Form) -> bool {
        let reach = self.with(|inner| inner.undo.reach());
        if self.scenario.can_undo.get_untracked() != reach {
            self.scenario.can_undo.set(reach);
        }
        let shown = self.form();
        if shown == form {
            return false;
        }
        let is_other = shown.scenario != form.scenario;
        self.scenario.form.set(form);
        if is_other {
            self.notices.use_hint(Hint::Change);
            self.with(|inner| inner.is_changed = true);
            self.start_run();
            self.address_soon();
        }
        is_other
    }

    fn form(self) -> Form {
        self.scenario.form.get_untracked()
    }

    fn current_scenario(self) -> Scenario {
        self.scenario.form.with_untracked(|form| form.scenario.clone())
    }

    fn span(self) -> Option<DataRange> {
        self.data.market.with_untracked(|market| market.as_ref().map(|market| market.span))
    }

    fn start_reading(self, names: String) {
        self.data.reading.set(Some(ReadProgress { names, ..ReadProgress::default() }));
    }

    fn handle_event(self, event: WorkerEvent) {
        match event {
            WorkerEvent::Reader(reader::Reply::Loaded(loaded)) => self.loaded(*loaded),
            WorkerEvent::Reader(reader::Reply::Log(log, report)) => self.compare(*log, *report),
            WorkerEvent::Reader(reader::Reply::Refused(refused)) => self.refused(*refused),
            WorkerEvent::Reader(reader::Reply::Progress { share, text }) => {
                self.data.reading.update(|reading| {
                    if let Some(reading) = reading {
                        (reading.share, reading.detail) = (share, text);
                    }
                });
            }
            WorkerEvent::Reader(reader::Reply::Cleaned { .. }) => self.saved(),
            WorkerEvent::Engine(reply) => self.handle_engine_reply(reply),
            WorkerEvent::ReaderFailed(error) => self.refused(Refused::because(error.to_string())),
            WorkerEvent::EngineFailed(error) => self.abort(error.to_string()),
        }
    }

    fn handle_engine_reply(self, reply: EngineReply) {
        match reply {
            EngineReply::Loaded(loaded) => self.loaded(*loaded),
            EngineReply::Held => {}
            EngineReply::Progress { id, done, total } => self.update_progress(id, (done, total)),
            // Reading the reply was a task; showing it is another, so that neither is felt.
            EngineReply::Done { id, milliseconds, outcome } => {
                after(0.0, move || self.finished(id, milliseconds, *outcome));
            }
            EngineReply::Compared { id, others } => self.compared(id, others),
            EngineReply::Failed { id: Some(id), message } => self.run_failed(id, message),
            EngineReply::Failed { id: None, message } => self.abort(message),
        }
    }

    /// Ends loading and the run: the worker will not reply.
    fn abort(self, message: String) {
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
        self.inner.try_update_value(read).expect("the session lives as long as the page")
    }
}

fn is_part_of(control: Control, profile: Profile) -> bool {
    matches!(control, Control::Structure(part) if part.profile == profile)
}

/// The number of a control in the undo list.
fn key(control: Control) -> u32 {
    match control {
        Control::Number(code) => u32::from(code),
        Control::From => 10_001,
        Control::To => 10_002,
        Control::Structure(part) => 100_000 + part.code(),
    }
}
