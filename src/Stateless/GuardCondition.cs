using Stateless.Reflection;

namespace Stateless;

/// <summary>One condition of a transition, with the words for whoever it refuses.</summary>
internal sealed record GuardCondition(Func<object?[], bool> IsMet, InvocationInfo Description)
{
    public static GuardCondition Of(Func<bool> guard, string? description) =>
        new(_ => guard(), InvocationInfo.Of(guard, description));

    public static GuardCondition Of<TArg0>(Func<TArg0, bool> guard, string? description) =>
        OfArguments(args => guard(Arguments.Unpack<TArg0>(args, 0)), description);

    public static GuardCondition Of<TArg0, TArg1>(Func<TArg0, TArg1, bool> guard, string? description) =>
        OfArguments(args => guard(Arguments.Unpack<TArg0>(args, 0), Arguments.Unpack<TArg1>(args, 1)), description);

    public static GuardCondition Of<TArg0, TArg1, TArg2>(Func<TArg0, TArg1, TArg2, bool> guard, string? description) =>
        OfArguments(
            args => guard(Arguments.Unpack<TArg0>(args, 0), Arguments.Unpack<TArg1>(args, 1), Arguments.Unpack<TArg2>(args, 2)),
            description);

    // Like the package, describes the wrapper and not the guard: without words of its own such a guard reads "Function".
    private static GuardCondition OfArguments(Func<object?[], bool> guard, string? description) =>
        new(guard, InvocationInfo.Of(guard, description));
}
