//! Opening a view's file, or making it.

use std::path::Path;

use super::connections::Mode;
use super::generations::{Generations, remove_database};
use super::view_file::{OpenError, ViewFile};
use crate::View;
use crate::handle::StartError;
use crate::origin::Origin;

pub(super) async fn open_or_create(
    dir: &Path,
    generations: &Generations,
    view: &dyn View,
    origin: &Origin,
) -> Result<(u32, ViewFile), StartError> {
    let in_dir = |source| StartError::Directory {
        dir: dir.to_path_buf(),
        source,
    };
    if let Some(generation) = generations.tidy().map_err(in_dir)? {
        let file = generations.file(generation);
        match ViewFile::open(&file, view, origin).await {
            Ok(opened) => return Ok((generation, opened)),
            Err(OpenError::Database(source)) => return Err(StartError::File { file, source }),
            Err(OpenError::Unusable(reason)) => {
                tracing::warn!(view.name = view.name(), file = %file.display(), reason,
                    "the view's file is discarded and made anew from the log");
                remove_database(&file).map_err(in_dir)?;
            }
        }
    }
    let file = generations.file(0);
    match ViewFile::create(&file, view, origin, Mode::Live).await {
        Ok(created) => Ok((0, created)),
        Err(source) => Err(StartError::File { file, source }),
    }
}
