package dev.darkroom.account;

import dev.darkroom.status.RequestTimes;
import dev.darkroom.status.StatusResponses;
import dev.darkroom.web.BrowserRequest;
import dev.darkroom.web.ErrorResponses;
import dev.darkroom.web.Problem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.validation.Validator;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;

/** The front door: signing up. */
@Path("/signup")
public class SignupResource {

    private final Signup signup;
    private final Session session;
    private final StatusResponses answer;
    private final ErrorResponses refusals;
    private final RequestTimes times;
    private final Validator validator;
    private final BrowserRequest audience;

    SignupResource(
            Signup signup,
            Session session,
            StatusResponses answer,
            ErrorResponses refusals,
            RequestTimes times,
            Validator validator,
            BrowserRequest audience) {
        this.signup = signup;
        this.session = session;
        this.answer = answer;
        this.refusals = refusals;
        this.times = times;
        this.validator = validator;
        this.audience = audience;
    }

    @CheckedTemplate(basePath = "account")
    static class Templates {
        static native TemplateInstance signup(String name, String email, Map<String, String> problems);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance form() {
        return Templates.signup("", "", Map.of());
    }

    /** The fields are named as form login names them, so that one form serves both. */
    @POST
    public Response signUp(
            @FormParam("name") String name,
            @FormParam("j_username") String email,
            @FormParam("j_password") String password) {
        SignupForm form = new SignupForm(name, email, password);
        Map<String, String> problems = form.problems(validator);
        if (!problems.isEmpty()) {
            return again(form, problems, 400);
        }
        try {
            WelcomeMail mail = signup.signUp(form);
            times.accepted(mail);
            return signedUp(mail);
        } catch (EmailTaken taken) {
            return again(form, Map.of("email", taken.getMessage()), taken.status());
        }
    }

    private Response signedUp(WelcomeMail mail) {
        WelcomeMail now = WelcomeMail.findById(mail.id);
        if (now.processing().hasFailedInline()) {
            // Inline: the user exists, the mail does not, and the visitor sees an error. That is the lesson.
            return answer.failed(now);
        }
        session.begin(mail.recipient.id);
        return audience.isBrowser() ? Response.seeOther(URI.create("/photos")).build() : answer.accepted(now);
    }

    private Response again(SignupForm form, Map<String, String> problems, int status) {
        if (audience.isBrowser()) {
            return Response.status(status)
                    .entity(Templates.signup(form.name(), form.email(), problems))
                    .type(MediaType.TEXT_HTML)
                    .build();
        }
        return refusals.answer(new Problem(status, String.join(" ", problems.values())));
    }
}
