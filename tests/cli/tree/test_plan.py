"""The plan goes through a pipe and comes out the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cli.tree.plan import Child, Plan, Question, dumps, loads
from sokbo.runtime import Runtime

texts = st.text(max_size=20)
several = st.lists(texts, max_size=3).map(tuple)
questions = st.builds(Question, texts | st.tuples(texts, st.integers(0, 65535)), texts)
children = st.builds(Child, name=texts, command=several, folders=several, quiet=several, question=st.none() | questions)
states = st.builds(Runtime, pid=st.integers(1), host=texts, port=st.integers(0, 65535), redis_url=st.none() | texts)
plans = st.builds(
    Plan,
    state=states.filter(lambda state: not state.processes),
    environ=st.dictionaries(texts, texts, max_size=3),
    children=st.lists(children, max_size=3).map(tuple),
    ready=questions,
    greeting=several,
    temporary=several,
)


@given(plans)
def test_a_plan_survives_its_way_through_the_pipe(plan: Plan) -> None:
    assert loads(dumps(plan)) == plan
