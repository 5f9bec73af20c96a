//! Swapping the live file for one that was built beside it.

use event_log::Position;

use super::Runner;
use crate::advance::{Advanced, Target, advance};
use crate::handle::ViewState;
use crate::origin::origin_of;
use crate::page::{PageSize, check_gap_free};
use crate::rebuild::{RebuildError, Rebuilt};
use crate::shared::describe;
use crate::sqlite::generations::remove_database;
use crate::sqlite::view_file::{OpenError, ViewFile};
use crate::sqlite::{Readers, reader_pool};

impl Runner {
    /// Catches the new file up with what came during its last steps, and makes it the live one. Refused if it cannot
    /// come as far as the live one: readers never see time run backwards.
    pub(super) async fn adopt(&mut self, generation: u32) -> Result<Rebuilt, RebuildError> {
        let path = self.files.generations.file(generation);
        match self.swap_in(generation).await {
            Ok(position) => {
                tracing::info!(
                    view.name = self.files.shared.view.name(),
                    view.generation = generation,
                    event.position = position.0,
                    "the rebuilt view is live"
                );
                Ok(Rebuilt { position })
            }
            Err(error) => {
                if let Err(error) = remove_database(&path) {
                    tracing::warn!(file = %path.display(), error = describe(&error), "a rebuilt file is left over");
                }
                Err(error)
            }
        }
    }

    async fn swap_in(&mut self, generation: u32) -> Result<Position, RebuildError> {
        let path = self.files.generations.file(generation);
        let origin = origin_of(&self.files.shared.log).await.map_err(RebuildError::Log)?;
        let mut file = match ViewFile::open(&path, &*self.files.shared.view, &origin).await {
            Ok(file) => file,
            Err(OpenError::Database(error)) => return Err(RebuildError::Database(error)),
            Err(OpenError::Unusable(reason)) => return Err(RebuildError::Unusable(reason)),
        };
        if let Err(error) = self.catch_up(&mut file).await {
            drop(file.close().await);
            return Err(error);
        }
        let readers = Readers {
            pool: reader_pool(&path, self.files.shared.options),
            generation,
            complete_from: file.complete_from(),
        };
        let old_file = std::mem::replace(&mut self.file, file);
        let old_readers = self.files.readers.send_replace(readers);
        self.publish(ViewState::CatchingUp);
        self.retire(old_file, old_readers);
        Ok(self.file.position())
    }

    /// Applies what is there until a page comes back short. A poisoned event ends it early, which is enough if the
    /// live file stands there as well.
    async fn catch_up(&self, file: &mut ViewFile) -> Result<(), RebuildError> {
        let size = PageSize::new(self.files.shared.options.max_page_events);
        loop {
            let page = self
                .files
                .shared
                .log
                .read_after(file.position(), size.limit())
                .await
                .map_err(RebuildError::Log)?;
            check_gap_free(file.position(), &page).map_err(RebuildError::Log)?;
            match advance(file, &*self.files.shared.view, &page).await {
                Advanced::Whole if size.is_full(&page) => {}
                Advanced::Whole => return Ok(()),
                Advanced::Poisoned { .. } if file.position() >= self.file.position() => return Ok(()),
                Advanced::Poisoned { position, reason } => return Err(RebuildError::Poisoned { position, reason }),
                Advanced::Failed(error) => return Err(RebuildError::Database(error)),
            }
        }
    }

    /// Removes the old file when the last reader has let go of it. If the process ends before, the next start does.
    fn retire(&mut self, file: ViewFile, readers: Readers) {
        while self.retired.try_join_next().is_some() {}
        self.retired.spawn(async move {
            let path = file.path().to_path_buf();
            readers.pool.close().await;
            drop(file.close().await);
            if let Err(error) = remove_database(&path) {
                tracing::warn!(file = %path.display(), error = describe(&error), "an old view file is left over");
            }
        });
    }
}
