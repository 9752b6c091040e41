"""The crews of batch runs: Dask workers, on this computer or behind a scheduler's address."""

import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cached_property
from typing import Any, Self

import dask
from distributed import CancelledError, Client, Future, KilledWorker, LocalCluster
from distributed.utils import silence_logging_cmgr

from fitgap.app import batch_compare_work
from fitgap.app.batch_compare_work import Block, Compared, CompareOrder
from fitgap.app.batch_records import Order
from fitgap.app.batch_work import BlockResult, FlowFile, joined, lost, work
from fitgap.model.message import FitgapError, Message, UsageError, message

_CONNECT_SECONDS = 15
# A catalogue or a block of large files is above Dask's default of 10 MB and sent once; no reason to warn the user.
_SETTINGS = {"distributed.admin.large-graph-warning-threshold": "1GB"}


class Workers:
    """Workers of a running scheduler, or `workers` processes of this computer (None: one a core).

    They are called when the first task is there, so that a run with nothing to do starts nothing. The order is a
    task of its own: Dask tells it to every worker that comes later, and again when the one that held it is lost.
    """

    def __init__(self, order: Any, scheduler: str | None, workers: int | None) -> None:
        self._order = order
        self._scheduler = scheduler
        self._workers = workers
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        """Use it in a `with`: workers of this computer end with it."""
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def threads(self) -> int:
        """How many tasks can be worked on at once, now."""
        return sum(self._client.nthreads().values())

    def hand_out(self, task: Callable[..., Any], *what: Any) -> Future[Any]:
        """Have a task done with the order and what it is about; Dask runs it again when its worker is lost."""
        return self._client.submit(task, self._told, *what, pure=False)

    def error_of(self, handed: Future[Any]) -> BaseException | None:
        """Wait for a task, and say what went wrong, if anything did."""
        try:
            error: BaseException | None = handed.exception()
        except CancelledError as cancelled:
            raise FitgapError(message("batch.scheduler_lost")) from cancelled
        return error

    @cached_property
    def _client(self) -> Client:
        self._opened.enter_context(dask.config.set(_SETTINGS))
        self._opened.enter_context(silence_logging_cmgr(logging.CRITICAL))  # what matters is said in our words
        local = None if self._scheduler else self._opened.enter_context(_local_cluster(self._workers))
        client: Client = self._opened.enter_context(_client(local or self._scheduler))
        try:
            client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except TimeoutError as error:
            raise UsageError(message("batch.no_workers", address=str(self._scheduler))) from error
        return client

    @cached_property
    def _told(self) -> Future[Any]:
        told = self._client.submit(_hold, self._order, pure=False)
        if (failed := told.exception()) is not None:
            raise UsageError(message("batch.workers_not_ready", detail=f"{type(failed).__name__}: {failed}"))
        return told


class DaskCrew(Workers):
    """Workers that match flows."""

    def __init__(self, order: Order, scheduler: str | None, workers: int | None) -> None:
        super().__init__(order, scheduler, workers)

    def submit(self, member: str, files: Sequence[FlowFile]) -> Future[BlockResult]:
        """Hand a block out."""
        return self.hand_out(work, member, tuple(files))

    def result(self, member: str, files: Sequence[FlowFile], handed: Future[BlockResult]) -> BlockResult:
        """Wait for a block. One that fails as a whole is tried flow by flow, so that only the culprit is left out."""
        error = self.error_of(handed)
        if error is None:
            return handed.result()
        handed.release()
        if len(files) == 1:
            return lost(files[0], _reason(error))
        return joined(self.result(member, (file,), self.submit(member, (file,))) for file in files)


class DaskCompareCrew(Workers):
    """Workers that compare members' flows."""

    def __init__(self, order: CompareOrder, scheduler: str | None, workers: int | None) -> None:
        super().__init__(order, scheduler, workers)

    def submit(self, block: Block) -> Future[Compared]:
        """Hand a block out."""
        return self.hand_out(batch_compare_work.work, block)

    def result(self, block: Block, handed: Future[Compared]) -> Compared:
        """Wait for a block; one that fails as a whole is reported file by file and tried again by the next run."""
        error = self.error_of(handed)
        return handed.result() if error is None else batch_compare_work.lost(block, _reason(error))


def _hold(order: Any) -> Any:
    return order


def _local_cluster(workers: int | None) -> LocalCluster:
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=logging.CRITICAL,
    )


def _client(address: Any) -> Client:
    try:
        return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(message("batch.no_scheduler", address=str(address), detail=str(error))) from error


def _reason(error: BaseException) -> Message:
    if isinstance(error, KilledWorker):
        return message("batch.worker_died")
    return message("batch.unexpected", kind=type(error).__name__, detail=str(error))
