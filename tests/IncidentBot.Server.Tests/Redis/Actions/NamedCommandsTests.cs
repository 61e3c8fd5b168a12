using IncidentBot.Redis.Diagnoses;

namespace IncidentBot.Redis.Actions;

/// <summary>A command that a text tells people to type can be typed. The suggestions of reports are checked wherever a report is.</summary>
public sealed class NamedCommandsTests
{
    [Fact]
    public async Task Every_command_in_the_texts_of_the_failure_classes_exists_and_takes_its_arguments()
    {
        await using var rig = new ActionRig("redis://127.0.0.1");
        var texts = Enum.GetValues<FailureClass>().Select(failure => failure.Text()).SelectMany(text => new[] { text.Cause, text.NextStep }).ToList();

        Assert.True(texts.Count(text => text.Contains("`/redis ", StringComparison.Ordinal)) > 8, "the texts name commands");
        Reports.AssertKnownCommands(rig, texts);
    }

    [Fact]
    public async Task Every_command_in_the_help_of_the_actions_exists()
    {
        await using var rig = new ActionRig("redis://127.0.0.1");

        Reports.AssertKnownCommands(rig, [.. rig.Catalogue.All.Select(action => action.Definition)
            .SelectMany(definition => definition.Parameters.Select(parameter => parameter.Help).Append(definition.Help))]);
    }

    [Fact]
    public async Task Every_example_of_a_parameter_is_accepted()
    {
        await using var rig = new ActionRig("redis://127.0.0.1");

        foreach (var definition in rig.Catalogue.All.Select(action => action.Definition))
        {
            rig.Call(string.Join(' ', [definition.Id.Verb, .. definition.Parameters.Select(parameter => parameter.Example)]));
        }
    }
}
