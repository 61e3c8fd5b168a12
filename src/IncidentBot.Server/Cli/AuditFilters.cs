using System.CommandLine;
using System.CommandLine.Parsing;
using IncidentBot.Audit;
using IncidentBot.People;
using IncidentBot.Storage.Queries;
using IncidentBot.Words;

namespace IncidentBot.Cli;

/// <summary>Which records <c>audit export</c> prints.</summary>
internal sealed class AuditFilters
{
    private readonly Option<string> kind = new("--kind") { HelpName = "KIND", Description = $"One of {string.Join(", ", Enum.GetNames<AuditKind>())}" };
    private readonly Option<string> person = new("--person") { HelpName = "ID", Description = "The id of who acted; bot for the bot itself" };
    private readonly Option<string> subject = new("--subject") { HelpName = "R-12", Description = "What it is about, as R-12 or INC-3" };
    private readonly Option<string> from = new("--from")
    {
        HelpName = "TIME",
        Description = "Recorded then or later, as 2026-11-22 or 2026-11-22T10:15, in UTC",
    };

    private readonly Option<string> until = new("--until") { HelpName = "TIME", Description = "Recorded before that" };

    public void AddTo(Verb export)
    {
        foreach (var option in (Option[])[kind, person, subject, from, until])
        {
            export.Add(option);
        }
    }

    /// <returns>Null without any filter.</returns>
    /// <exception cref="ArgumentException">A filter cannot be read.</exception>
    public AuditQuery? Read(ParseResult parsed)
    {
        var query = new AuditQuery
        {
            Kind = parsed.GetValue(kind) is { } name ? Kind(name) : null,
            Person = parsed.GetValue(person) is { } id ? new PersonId(id) : null,
            Subject = parsed.GetValue(subject),
            From = Time(parsed.GetValue(from)),
            Until = Time(parsed.GetValue(until)),
        };
        return query == new AuditQuery() ? null : query;
    }

    /// <remarks>By name only: a number would be taken for a kind.</remarks>
    private static AuditKind Kind(string name) =>
        Enum.GetNames<AuditKind>().FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Enum.Parse<AuditKind>(found)
            : throw new ArgumentException($"There is no kind of record '{name}'.{Meant(name)} There are: {string.Join(", ", Enum.GetNames<AuditKind>())}.");

    private static string Meant(string typed) => EditDistance.Closest(typed, Enum.GetNames<AuditKind>(), 1) is [var close] ? $" Did you mean {close}?" : "";

    private static DateTimeOffset? Time(string? typed) =>
        typed is null ? null : PointInTime.TryRead(typed) ?? throw new ArgumentException(PointInTime.Expected(typed));
}
