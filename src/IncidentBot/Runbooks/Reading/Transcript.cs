using IncidentBot.Runbooks.Rules;

namespace IncidentBot.Runbooks.Reading;

/// <summary>What was typed in a terminal: to the shell, or to a client that was opened in it.</summary>
/// <param name="Shell">What is for the shell; other lines are empty, so that all keep their places.</param>
/// <param name="Redis">What was typed to redis-cli, by line, and to which server and database.</param>
/// <param name="Sql">The statements, by the line of their beginning.</param>
/// <param name="Programs">What was typed at the prompt of a language, such as a Rails console.</param>
/// <param name="Queries">The lines that ask a metrics server.</param>
internal sealed record Transcript(
    string Shell,
    IReadOnlyList<(int Line, string Text, RedisAim Aim)> Redis,
    IReadOnlyList<(int Line, string Text)> Sql,
    IReadOnlyList<(int Line, string Text)> Programs,
    IReadOnlyList<int> Queries);
