"""Limits: what a season's time went to, measured: who held the one writer, whose processor time, and how much was waiting."""

from benchmarks.season import Season


def shares(one: Season, cores: int) -> dict[str, float]:
    """Shares of the processor time that there was (`cpu …`), and of the seconds in which somebody held the writer (`writer …`)."""
    engine, actors = one.engine, one.actors
    had = one.seconds * cores
    sql = {
        "engine": engine["sql cpu"] + engine["commit cpu"],
        "actors": actors["sql cpu"] + actors["commit cpu"],
    }
    work = engine["work cpu"]
    held = engine["hold"] + actors["hold"]
    found = {
        "cpu engine, SQLite": sql["engine"] / had,
        "cpu engine, Python": max(0.0, work - sql["engine"]) / had,
        "cpu engine, Prefect's client": max(0.0, one.engine_cpu - work) / had,
        "cpu actors, SQLite": sql["actors"] / had,
        "cpu actors, Python": max(0.0, one.actors_cpu - sql["actors"]) / had,
        "cpu Prefect's server": one.server_cpu / had,
    }
    found["cpu idle or waiting"] = max(0.0, 1 - sum(found.values()))
    found["writer held"] = held / one.seconds
    found["writer Python"] = (held - sum(w["sql"] + w["commit"] for w in (engine, actors))) / held
    found["writer SQLite"] = sum(w["sql"] for w in (engine, actors)) / held
    found["writer commit and fsync"] = sum(w["commit"] for w in (engine, actors)) / held
    found["Prefect seconds a run"] = max(0.0, engine["flow"] - engine["work"]) / max(1, engine["flow times"])
    found["seconds waited for the writer"] = engine["wait"] + actors["wait"]
    return found


def limits(seasons: list[Season], cores: int) -> list[str]:
    """A sentence for each size: what its time went to, and what limits it."""
    latest = {one.applications: one for one in seasons}
    return [_sentence(one, shares(one, cores)) for one in latest.values()]


def _sentence(one: Season, found: dict[str, float]) -> str:
    def listed(kind: str) -> str:
        named = [
            (name.removeprefix(f"{kind} "), share)
            for name, share in found.items()
            if name.startswith(f"{kind} ")
        ]
        ordered = sorted(named, key=lambda pair: -pair[1])
        return ", ".join(f"{name} {share:.0%}" for name, share in ordered if share >= 0.005)  # fmt: skip

    held = found.pop("writer held")
    return (
        f"What limits {one.applications:,}: the one writer was held {held:.0%} of {one.seconds:.1f} s"
        f" ({listed('writer')}), and waited for {found['seconds waited for the writer']:.1f} s;"
        f" processor: {listed('cpu')};"
        f" Prefect took {found['Prefect seconds a run']:.2f} s around each of {one.runs} runs."
    )
