using Kernward.Measurement;
using Kernward.Planning;

namespace Kernward.Tests.Planning;

public sealed class PartyFinderTests
{
    private static PartyFinder Among(params string[] groups)
    {
        var builder = new SnapshotBuilder(1);
        foreach (var group in groups) builder.AddCgroup(group);
        return new PartyFinder(builder.Seal(default, default));
    }

    [Fact]
    public void A_user_who_calls_his_group_like_a_service_is_not_meant() =>
        Assert.Equal("/system.slice/nginx.service", Among("/user.slice/user-1000.slice/nginx.service", "/system.slice/nginx.service").Find("nginx", out _));

    [Fact]
    public void A_user_s_group_is_meant_where_nobody_else_is_called_so() =>
        Assert.Equal("/user.slice/user-1000.slice/build.scope", Among("/user.slice/user-1000.slice/build.scope", "/system.slice/nginx.service").Find("build", out _));

    [Fact]
    public void A_name_with_invisible_characters_is_nobody_s() =>
        Assert.Equal("/system.slice/nginx.service", Among("/system.slice/ngi\u200bnx.service", "/system.slice/nginx.service").Find("nginx", out _));

    [Fact]
    public void Two_services_of_one_name_are_asked_about()
    {
        Assert.Null(Among("/machine.slice/nginx.scope", "/system.slice/nginx.service").Find("nginx", out var reason));
        Assert.Contains("could be", reason, StringComparison.Ordinal);
    }
}
