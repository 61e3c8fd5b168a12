using System.Diagnostics;
using IncidentBot.Messages;

namespace IncidentBot.Execution;

/// <summary>A form as it may be shown. What it types stays as it is: the command, the values of its choices, and what has to be typed exactly.</summary>
public static class RedactedForm
{
    public static Form Clean(this Redactor redactor, Form form) => form with
    {
        Title = redactor.Shown(form.Title),
        Submit = redactor.Shown(form.Submit),
        About = form.About is { } about ? redactor.Clean(about) : null,
        Fields = [.. form.Fields.Select(field => redactor.Clean(field) with { Label = redactor.Shown(field.Label), Hint = redactor.ShownIfAny(field.Hint) })],
    };

    private static FormField Clean(this Redactor redactor, FormField field) => field switch
    {
        FormField.Text => field,
        FormField.Choice choice => choice with
        {
            Options = [.. choice.Options.Where(option => redactor.Clean(option.Value) == option.Value)
                .Select(option => option with { Label = redactor.Shown(option.Label) })],
        },
        FormField.Tick tick => tick with { Statement = redactor.Shown(tick.Statement) },
        _ => throw new UnreachableException(),
    };
}
