using Stateless;
using Stateless.Graph;
using Stateless.Reflection;

namespace IncidentBot.Tests.Stateless;

public sealed class MermaidGraphTests
{
    private readonly StateMachine<Line, Act> machine = new(Line.OffHook);

    [Fact]
    public void A_machine_without_configuration_has_only_its_initial_state() => AssertDiagram(
        """
        stateDiagram-v2
        [*] --> OffHook
        """);

    [Fact]
    public void Transitions_show_their_trigger_and_guards()
    {
        machine.Configure(Line.OffHook)
            .Permit(Act.Dial, Line.Ringing)
            .PermitIf(
                Act.Smash,
                Line.OutOfOrder,
                Tuple.Create<Func<bool>, string>(() => true, "there is a hammer"),
                Tuple.Create<Func<bool>, string>(() => true, "there is a reason"));
        machine.Configure(Line.Ringing).PermitIf(Act.HangUp, Line.OffHook, () => true);

        AssertDiagram(
            """
            stateDiagram-v2
            	OffHook --> Ringing : Dial
            	OffHook --> OutOfOrder : Smash [there is a hammer] [there is a reason]
            	Ringing --> OffHook : HangUp [Function]
            [*] --> OffHook
            """);
    }

    [Theory]
    [InlineData(MermaidGraphDirection.LeftToRight, "LR")]
    [InlineData(MermaidGraphDirection.RightToLeft, "RL")]
    [InlineData(MermaidGraphDirection.TopToBottom, "TB")]
    [InlineData(MermaidGraphDirection.BottomToTop, "BT")]
    public void The_diagram_flows_in_the_direction_asked_for(MermaidGraphDirection direction, string code) => Assert.Equal(
        $"stateDiagram-v2{Environment.NewLine}\tdirection {code}{Environment.NewLine}[*] --> OffHook",
        MermaidGraph.Format(machine.GetInfo(), direction));

    [Fact]
    public void Substates_are_drawn_inside_their_superstate()
    {
        machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Talking);
        machine.Configure(Line.Talking).SubstateOf(Line.Connected);
        machine.Configure(Line.OnHold).SubstateOf(Line.Talking);

        AssertDiagram(
            """
            stateDiagram-v2
            	state Connected {
            		Talking
            	}
            	state Talking {
            		OnHold
            	}
            	OffHook --> Talking : Dial
            [*] --> OffHook
            """);
    }

    [Fact]
    public void Transitions_that_stay_lead_back()
    {
        machine.Configure(Line.OffHook)
            .OnEntry(() => { }, "tone")
            .OnEntryFrom(Act.Resume, () => { }, "louder tone")
            .PermitReentry(Act.Resume)
            .InternalTransition(Act.Dial, () => { })
            .Ignore(Act.HangUp);

        AssertDiagram(
            """
            stateDiagram-v2
            	OffHook --> OffHook : Resume / tone, louder tone
            	OffHook --> OffHook : Dial [Function]
            	OffHook --> OffHook : HangUp
            [*] --> OffHook
            """);
    }

    [Fact]
    public void Transitions_show_the_entry_actions_that_need_their_trigger()
    {
        machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Ringing).Permit(Act.Resume, Line.Ringing);
        machine.Configure(Line.Ringing).OnEntry(() => { }, "ring").OnEntryFrom(Act.Dial, () => { }, "count the call");

        AssertDiagram(
            """
            stateDiagram-v2
            	OffHook --> Ringing : Dial / count the call
            	OffHook --> Ringing : Resume
            [*] --> OffHook
            """);
    }

    [Fact]
    public void A_choice_is_a_node_of_its_own()
    {
        machine.Configure(Line.OffHook)
            .PermitDynamic(Act.Dial, () => Line.Ringing)
            .PermitDynamic(Act.Resume, () => Line.Ringing, null, new DynamicStateInfos { { Line.Ringing, "sunny" } });
        machine.Configure(Line.Ringing);

        AssertDiagram(
            """
            stateDiagram-v2
            	state Decision1 <<choice>>
            	state Decision2 <<choice>>
            	OffHook --> Decision1 : Dial
            	OffHook --> Decision2 : Resume
            	Decision2 --> Ringing : Resume [sunny]
            [*] --> OffHook
            """);
    }

    [Fact]
    public void Names_Mermaid_cannot_read_get_an_alias()
    {
        var words = new StateMachine<string, string>("off hook");
        words.Configure("off hook").Permit("dial", "on: the-line");
        words.Configure("off  hook").SubstateOf("on: the-line");

        Assert.Equal(
            """
            stateDiagram-v2
            	ontheline : on: the-line
            	offhook : off  hook
            	offhook_1 : off hook
            	state ontheline {
            		offhook
            	}
            	offhook_1 --> ontheline : dial
            [*] --> offhook_1
            """.ReplaceLineEndings(),
            MermaidGraph.Format(words.GetInfo()));
    }

    private void AssertDiagram(string expected) =>
        Assert.Equal(expected.ReplaceLineEndings(), MermaidGraph.Format(machine.GetInfo()));
}
