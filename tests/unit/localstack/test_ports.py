"""Ports fall back to free ones, and two stacks never choose the same."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from localstack.errors import LocalStackError
from localstack.ports import PortPool, is_free


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def pools(tmp_path: Path) -> Iterator[tuple[PortPool, PortPool]]:
    """Two stacks that start at the same time and would choose alike."""
    both = (PortPool(tmp_path, seed=1), PortPool(tmp_path, seed=1))
    yield both
    for pool in both:
        pool.release()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_preferred_port_is_taken_when_free(pools: tuple[PortPool, PortPool]) -> None:
    preferred = _free_port()
    assert pools[0].choose(preferred) == preferred


def test_a_taken_port_falls_back_to_a_free_one(pools: tuple[PortPool, PortPool], taken: int) -> None:
    chosen = pools[0].choose(taken)
    assert chosen != taken
    assert is_free(chosen)


def test_what_one_stack_reserved_another_does_not_choose_until_released(pools: tuple[PortPool, PortPool]) -> None:
    first, second = pools
    chosen = first.choose()
    assert second.choose() != chosen
    assert second.choose(preferred=chosen) != chosen
    first.release()
    assert second.choose(preferred=chosen) == chosen


def test_one_stack_gets_distinct_ports(pools: tuple[PortPool, PortPool]) -> None:
    pool = pools[0]
    chosen = [pool.choose() for _ in range(50)]
    assert len(set(chosen)) == len(chosen)


def test_free_ports_lie_below_the_range_for_outgoing_connections(pools: tuple[PortPool, PortPool]) -> None:
    pool = pools[0]
    assert all(1024 < pool.choose() < 32768 for _ in range(50))


def test_no_free_port_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("localstack.ports.is_free", lambda _port: False)
    with pytest.raises(LocalStackError, match="no free port"):
        PortPool(tmp_path).choose()
